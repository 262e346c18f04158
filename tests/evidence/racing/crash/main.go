// Command crash lets the runtime notice what it does to a map.
package main

import (
	"os"
	"time"
)

type store struct{ items map[int]int }

func (s *store) put(key int)     { s.items[key] = key }
func (s *store) get(key int) int { return s.items[key] }

func (s *store) sum() int {
	total := 0
	for _, item := range s.items {
		total += item
	}
	return total
}

func forever(f func(int)) {
	for i := 0; ; i++ {
		f(i % 1000)
	}
}

func main() {
	s := &store{items: map[int]int{}}
	switch os.Args[1] {
	case "write":
		go forever(s.put)
		go forever(s.put)
	case "read":
		go forever(s.put)
		go forever(func(key int) { _ = s.get(key) })
	case "range":
		go forever(s.put)
		go forever(func(int) { _ = s.sum() })
	}
	time.Sleep(time.Minute)
}
