package main

import "fmt"

type Count map[string]int

// Store is made by NewStore alone.
type Store struct {
	name string
	hits Count
	seen map[string]int
}

func NewStore(name string) *Store {
	return &Store{
		name: name,
		hits: make(Count),
		seen: make(map[string]int),
	}
}

func (s *Store) Add(word string) { s.hits[word]++ }

func (s *Store) See(word string) {
	s.seen[word] = 1
}

// Zero is ready to use.
type Zero struct {
	hits map[string]int
}

func (z *Zero) Add(word string) {
	if z.hits == nil {
		z.hits = make(map[string]int)
	}
	z.hits[word]++
}

func (z *Zero) AddAll(words []string) {
	for _, word := range words {
		if z.hits == nil {
			z.hits = make(map[string]int)
		}
		z.hits[word]++
	}
}

type outer struct{ inner Zero }

func (o *outer) add(word string) {
	if o.inner.hits == nil {
		o.inner.hits = make(map[string]int)
	}
	o.inner.hits[word]++
}

type empty struct{ hits map[string]int }

func newEmpty() *empty { return &empty{hits: make(map[string]int)} }

func (e *empty) add(word string) { e.hits[word]++ }

var total = make(map[string]int)

func count(word string) { total[word]++ }

func try(run func()) {
	defer func() {
		if err := recover(); err != nil {
			fmt.Println(err)
		}
	}()
	run()
}

func main() {
	try(func() {
		s := NewStore("s")
		s.Add("a")
		s.See("b")
		fmt.Println(s.hits, s.seen)
	})
	try(func() {
		var z Zero
		z.Add("a")
		fmt.Println(z.hits)
	})
	try(func() {
		e := newEmpty()
		e.add("a")
		fmt.Println(e.hits)
	})
	try(func() {
		count("a")
		fmt.Println(total)
	})
	_ = outer{}
}
