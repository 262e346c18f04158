package main

type store struct {
	byID map[int]string
}

func newStore() *store {
	s := new(store)
	s.byID = make(map[int]string)
	return s
}

func (s *store) put(id int, name string) { s.byID[id] = name }

func (s *store) forget(id int) { delete(s.byID, id) }
