package t

import "encoding/json"

type pair struct {
	m map[string]int
	n int
}

func NewPair() *pair { return &pair{map[string]int{}, 1} }

func (p *pair) Put(key string) { p.m[key] = p.n }

type state struct {
	Names map[string]int `json:"names"`
}

func (s *state) Put(key string) { s.Names[key] = 1 }

type dumped struct{ Names map[string]int }

func (d *dumped) Put(key string) { d.Names[key] = 1 }

func (d *dumped) Dump() ([]byte, error) { return json.Marshal(d) }
