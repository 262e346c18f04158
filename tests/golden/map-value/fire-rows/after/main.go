package main

import (
	"fmt"
	"maps"
	"slices"
)

type point struct{ x, y int }

func (p point) sum() int { return p.x + p.y }

func (p *point) move(n int) { p.x += n }

var points = map[string]point{
	"a": {x: 1},
	"b": point{x: 2},
	"c": point{},
}

type shapes struct {
	name   string
	byName map[string]point // by their names
}

func newShapes() *shapes {
	return &shapes{byName: make(map[string]point, 4)}
}

func (s *shapes) put(k string, x int) {
	p := point{x: x}
	p.y = x + 1
	s.byName[k] = p
}

func (s *shapes) fill(k string) {
	p := point{y: 1}
	p.x = 2
	p.move(1)
	s.byName[k] = p
}

func (s *shapes) has(k string) bool {
	if _, ok := s.byName[k]; !ok {
		return false
	}
	return true
}

func (s *shapes) get(k string) (int, int) {
	p, ok := s.byName[k]
	if ok {
		q := p
		return q.x, p.y
	}
	if p, ok := s.byName["x"]; ok {
		return p.sum(), 0
	}
	return 0, 0
}

var counts = map[string]int{}

func count(k string, n int) {
	counts[k] = n
}

func main() {
	pointEntry := points["c"]
	pointEntry.x = 3
	points["c"] = pointEntry
	fmt.Println(points["a"].x, (points["b"]).x, points["c"].x)
	s := newShapes()
	s.put("a", 5)
	fmt.Println(s.has("a"), s.has("b"))
	fmt.Println(s.get("a"))
	s.fill("b")
	fmt.Println(s.byName["b"].x, slices.Max(slices.Collect(maps.Keys(s.byName)))[0]-'b'+7)
	local := map[int]point{1: {x: 2}}
	for _, p := range local {
		fmt.Println(p.x)
	}
	local[1] = point{y: 4}
	fmt.Println(local[1].sum())
	delete(local, 1)
	local[2] = point{}
	fmt.Println(len(local))
	count("a", 9)
	byPointer := make(map[*point]point)
	byPointer[nil] = point{}
	if _, ok := byPointer[nil]; ok {
		fmt.Println(counts["a"], true)
	}
}
