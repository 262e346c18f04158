package main

import "fmt"

type sub struct {
	n   int
	get func() int
}

type parent struct {
	subs []*sub
	get  func() int
}

func main() {
	parents := []*parent{{subs: []*sub{{n: 1}, {n: 2}}}, {subs: []*sub{{n: 3}}}}
	for _, p := range parents {
		p := p
		p.get = func() int { return len(p.subs) }
		for _, s := range p.subs {
			s := s
			s.get = func() int { return s.n + 0*len(p.subs) }
		}
	}
	fmt.Println(parents[0].subs[0].get(), parents[0].subs[1].get(), parents[0].get()+parents[1].get())
}
