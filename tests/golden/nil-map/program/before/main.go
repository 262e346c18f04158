package main

import "fmt"

func count(words ...string) map[string]int {
	var hits map[string]int
	for _, word := range words {
		hits[word]++
	}
	return hits
}

func main() {
	defer func() {
		if err := recover(); err != nil {
			fmt.Println(err)
		}
	}()
	fmt.Println(count("a", "b", "a"))
}
