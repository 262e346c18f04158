package table

import "sync"

type table struct {
	sync.RWMutex
	m map[string]int
}

func (t *table) get(k string) int {
	t.RLock()
	defer t.RUnlock()
	return t.m[k]
}
