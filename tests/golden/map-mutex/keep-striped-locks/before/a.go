package golden

import "sync"

const stripes = 8

type part struct {
	unique map[uint64]int
}

func (p *part) set(k uint64, v int) { p.unique[k] = v }

type Striped struct {
	locks [stripes]sync.RWMutex
	parts [stripes]part
}

func (s *Striped) Set(k uint64, v int) {
	i := k % stripes
	s.locks[i].Lock()
	s.parts[i].set(k, v)
	s.locks[i].Unlock()
}
