package locals

import (
	"encoding/json"
	"errors"
	"log"
	"maps"
	"os"
)

type Set map[string]bool

func (s *Set) init() { *s = Set{} }

func lazily(words []string) map[string]int {
	var m map[string]int
	for _, word := range words {
		if m == nil {
			m = make(map[string]int)
		}
		m[word]++
	}
	return m
}

func lazilyByLength(words []string) map[string]int {
	var m map[string]int
	for _, word := range words {
		if len(m) == 0 {
			m = map[string]int{}
		}
		m[word]++
	}
	return m
}

func checked(word string) map[string]int {
	var m map[string]int
	if m != nil {
		m[word] = 1
	}
	return m
}

func bothWays(ok bool, word string) map[string]int {
	var m map[string]int
	if ok {
		m = map[string]int{"ok": 1}
	} else {
		m = make(map[string]int)
	}
	m[word] = 1
	return m
}

func returned(load func() (map[string]int, error), word string) (m map[string]int, err error) {
	m, err = load()
	if err != nil {
		return nil, err
	}
	m[word] = 1
	return m, nil
}

func correlated(ok bool, words []string) map[string]int {
	var m map[string]int
	if ok {
		m = make(map[string]int)
	}
	for _, word := range words {
		if ok {
			m[word]++
		}
	}
	return m
}

func byLength(words []string) map[string]int {
	var m map[string]int
	if len(words) > 0 {
		m = make(map[string]int, len(words))
	}
	for _, word := range words {
		m[word]++
	}
	return m
}

func switched(kind, word string) map[string]int {
	var m map[string]int
	switch kind {
	case "a":
		m = map[string]int{"a": 1}
	case "b":
		m = map[string]int{"b": 1}
	}
	m[word] = 1
	return m
}

func ends(ok bool, word string) map[string]int {
	var m map[string]int
	if ok {
		m = make(map[string]int)
	} else {
		log.Fatal("not ok")
	}
	m[word] = 1
	return m
}

func decoded(data []byte, word string) (map[string]int, error) {
	var m map[string]int
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, err
	}
	m[word] = 1
	return m, nil
}

func addressed(fill func(*map[string]int), word string) map[string]int {
	var m map[string]int
	fill(&m)
	m[word] = 1
	return m
}

func method(word string) Set {
	var s Set
	s.init()
	s[word] = true
	return s
}

func cloned(other map[string]int, word string) map[string]int {
	var m map[string]int
	m = maps.Clone(other)
	m[word] = 1
	return m
}

func inLiteral(words []string) map[string]int {
	var m map[string]int
	reset := func() { m = make(map[string]int) }
	reset()
	for _, word := range words {
		m[word]++
	}
	return m
}

func ranged(all []map[string]int, word string) map[string]int {
	var m map[string]int
	for _, m = range all {
		m[word] = 1
	}
	return m
}

func received(all chan map[string]int, word string) {
	var m map[string]int
	select {
	case m = <-all:
		m[word] = 1
	default:
	}
}

func reads(word string) (int, bool) {
	var m map[string]int
	delete(m, word)
	clear(m)
	for range m {
		return len(m), true
	}
	return m[word], false
}

func appends(word string) map[string][]string {
	g := make(map[string][]string)
	g[word] = append(g[word], word)
	return g
}

func deferred() (m map[string]int, err error) {
	defer func() {
		m["done"] = 1
	}()
	if len(os.Args) > 1 {
		return map[string]int{}, nil
	}
	return map[string]int{"none": 0}, errors.New("none")
}

func slices(n int) []int {
	var s []int
	var a [4]int
	a[n] = n
	s = append(s, n)
	s[0] = a[1]
	return s
}

func parameter(m map[string]int, word string) {
	m[word] = 1
}

func shadowed(word string) map[string]int {
	var m map[string]int
	{
		m := make(map[string]int)
		m[word] = 1
	}
	return m
}

func reset(word string) map[string]int {
	var m map[string]int
	clean := func() (err error) {
		m, err = nil, nil
		return err
	}
	if clean() == nil {
		m[word] = 1
	}
	return m
}
