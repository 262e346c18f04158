package locals

import (
	"fmt"
	"maps"
)

type Count map[string]int

func hits(words []string) map[string]int {
	hits := make(map[string]int)
	for _, word := range words {
		hits[word]++
	}
	return hits
}

func named(words []string) Count {
	count := make(Count) // by word
	for _, word := range words {
		count[word] += 1
	}
	return count
}

func result(words []string) (lengths map[string]int, err error) {
	lengths = make(map[string]int)
	for _, word := range words {
		lengths[word] = len(word)
	}
	return lengths, nil
}

func converted(words []string) map[string]int {
	m := make(map[string]int)
	for i, word := range words {
		m[word] = i
	}
	n := make(Count)
	n["all"] = len(words)
	return m
}

func grouped(words []string) int {
	var (
		total int
		seen  = make(map[string]bool)
	)
	for _, word := range words {
		seen[word] = true
		total++
	}
	return total
}

func several(word string) int {
	var a, b map[string]int
	a = make(map[string]int)
	a[word] = 1
	return len(a) + len(b)
}

func tooLate(word string) map[string]int {
	m := make(map[string]int)
	m[word] = 1
	m = make(map[string]int)
	return m
}

func cleared(word string) map[string]int {
	m := make(map[string]int)
	m[word] = 1
	n := make(map[string]int)
	n[word] = 2
	return m
}

func copied(other map[string]int) map[string]int {
	m := make(map[string]int)
	maps.Copy(m, other)
	return m
}

func inLiteral(words []string) map[string]int {
	m := make(map[string]int)
	add := func(word string) { m[word]++ }
	for _, word := range words {
		add(word)
	}
	return m
}

func assigned(words chan string) map[int]string {
	m := make(map[int]string)
	m[0] = <-words
	for m[1] = range words {
		break
	}
	return m
}

func generic[K comparable, V any](keys []K, value V) map[K]V {
	m := make(map[K]V)
	for _, key := range keys {
		m[key] = value
	}
	return m
}

func dropped(word string) map[string]int {
	m := map[string]int{"a": 1}
	fmt.Println(m)
	var n map[string]int
	n = nil
	if n == nil {
		n = make(map[string]int)
	}
	n[word] = 1
	return n
}
