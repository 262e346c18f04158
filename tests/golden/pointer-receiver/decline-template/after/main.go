package main

import (
	"os"
	"text/template"
)

type counter struct{ n int }

func (c counter) Tick() string {
	c.n++
	return "tick"
}

func (c *counter) Reset() { c.n = 0 }

type page struct{ Visits counter }

func main() {
	t := template.Must(template.New("page").Parse("{{ .Visits.Tick }}\n"))
	if err := t.Execute(os.Stdout, page{}); err != nil {
		panic(err)
	}
	var c counter
	c.Reset()
}
