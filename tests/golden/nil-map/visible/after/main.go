package main

import (
	"encoding/json"
	"fmt"
)

type Answer struct {
	Hits map[string]int `json:"hits,omitempty"`
}

func encoded(words ...string) string {
	var hits map[string]int
	for _, word := range words {
		if hits == nil {
			hits = make(map[string]int)
		}
		hits[word]++
	}
	text, _ := json.Marshal(hits)
	return string(text)
}

func count(words ...string) map[string]int {
	var hits map[string]int
	for _, word := range words {
		if hits == nil {
			hits = make(map[string]int)
		}
		hits[word]++
	}
	return hits
}

func isEmpty(words ...string) bool {
	var hits map[string]int
	for _, word := range words {
		if hits == nil {
			hits = make(map[string]int)
		}
		hits[word]++
	}
	return hits == nil
}

func answer(words ...string) Answer {
	var hits map[string]int
	for _, word := range words {
		if hits == nil {
			hits = make(map[string]int)
		}
		hits[word]++
	}
	return Answer{Hits: hits}
}

func main() {
	fmt.Println(encoded(), encoded("a"))
	none, _ := json.Marshal(count())
	one, _ := json.Marshal(count("a"))
	fmt.Println(string(none), string(one))
	fmt.Println(isEmpty(), isEmpty("a"))
	text, _ := json.Marshal(answer())
	fmt.Println(string(text))
}
