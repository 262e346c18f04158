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
		hits[word]++
	}
	text, _ := json.Marshal(hits)
	return string(text)
}

func count(words ...string) map[string]int {
	var hits map[string]int
	for _, word := range words {
		hits[word]++
	}
	return hits
}

func isEmpty(words ...string) bool {
	var hits map[string]int
	for _, word := range words {
		hits[word]++
	}
	return hits == nil
}

func answer(words ...string) Answer {
	var hits map[string]int
	for _, word := range words {
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
	passedOn()
}

func tally(words ...string) map[string]int {
	var hits map[string]int
	for _, word := range words {
		hits[word]++
	}
	return hits
}

func total(words ...string) map[string]int {
	return tally(words...)
}

func sum(words ...string) map[string]int {
	var hits map[string]int
	for _, word := range words {
		hits[word]++
	}
	return hits
}

func index(words ...string) map[string]int {
	var hits map[string]int
	for _, word := range words {
		hits[word]++
	}
	return hits
}

func none(words ...string) map[string]int {
	var hits map[string]int
	if len(words) == 0 {
		return hits
	}
	hits[words[0]] = 1
	return hits
}

func passedOn() {
	one, _ := json.Marshal(total())
	two, _ := json.Marshal(Answer{Hits: sum()})
	hits := index()
	three, _ := json.Marshal(struct {
		Hits map[string]int `json:"hits"`
	}{Hits: hits})
	fmt.Println(string(one), string(two), string(three), none(), none("a"))
	fmt.Println(helped(), helped("a"), text(anything()))
}

func text(value any) string {
	data, _ := json.Marshal(value)
	return string(data)
}

func helped(words ...string) string {
	var hits map[string]int
	for _, word := range words {
		hits[word]++
	}
	return text(hits)
}

func anything(words ...string) any {
	var hits map[string]int
	for _, word := range words {
		hits[word]++
	}
	return hits
}
