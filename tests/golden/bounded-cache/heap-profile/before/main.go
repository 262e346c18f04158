package main

import "strings"

// Texts are long, and asked for by anybody.
var texts = map[string]string{}

func text(key string) string {
	if t, ok := texts[key]; ok {
		return t
	}
	t := strings.Repeat(key, 1000)
	texts[key] = t
	return t
}

var names = map[string]int{}

func name(key string) { names[key] = len(text(key)) }

func main() {
	name("a")
}
