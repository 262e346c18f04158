package main

import (
	"encoding/json"
	"fmt"
)

type Object struct{ notes map[string]string }

func (o *Object) Notes() map[string]string     { return o.notes }
func (o *Object) SetNotes(n map[string]string) { o.notes = n }

func annotate(o *Object, key, value string) {
	notes := o.Notes()
	if notes == nil {
		notes = make(map[string]string)
	}
	notes[key] = value
	o.SetNotes(notes)
}

func with(labels map[string]string, key, value string) map[string]string {
	if labels == nil {
		labels = make(map[string]string)
	}
	labels[key] = value
	return labels
}

type Config struct {
	Labels map[string]string
}

func load(data []byte) Config {
	var c Config
	if err := json.Unmarshal(data, &c); err != nil {
		return c
	}
	if c.Labels == nil {
		c.Labels = make(map[string]string)
	}
	c.Labels["a"] = "b"
	return c
}

func label(configs []Config, at int) {
	if configs[at].Labels == nil {
		configs[at].Labels = make(map[string]string)
	}
	configs[at].Labels["a"] = "b"
}

func try(run func() map[string]string) {
	defer func() {
		if err := recover(); err != nil {
			fmt.Println(err)
		}
	}()
	fmt.Println(run())
}

func main() {
	try(func() map[string]string {
		var o Object
		annotate(&o, "a", "b")
		return o.notes
	})
	try(func() map[string]string { return with(nil, "a", "b") })
	try(func() map[string]string { return load([]byte("{}")).Labels })
	try(func() map[string]string {
		configs := make([]Config, 1)
		label(configs, 0)
		return configs[0].Labels
	})
}
