package golden

import "fmt"

type store struct {
	items map[string]int
}

func (s *store) add(k string) { s.items[k]++ }

func (s *store) print() { fmt.Println(*s) }
