package main

import "fmt"

var lengths = map[string]int{}

func length(word string) int {
	if n, ok := lengths[word]; ok {
		return n
	}
	n := len(word)
	lengths[word] = n
	return n
}

func main() {
	sum := 0
	for i := range 1000 {
		sum += length(fmt.Sprint("word", i))
	}
	fmt.Println(sum, len(lengths))
}
