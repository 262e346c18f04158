package shop

import (
	"maps"
	"sync"
)

type store struct {
	mu      sync.Mutex
	swapped map[string]int
	drained map[string]int
	grown   []int
	shown   map[string]int
	held    map[string]int
	setup   map[string]int
	cloned  map[string]int
	other   sync.Mutex
	apart   map[string]int
}

func newStore() *store {
	s := &store{setup: map[string]int{}}
	s.setup["a"] = 1
	return s
}

func (s *store) Swapped() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.swapped
}

func (s *store) Swap(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	next := maps.Clone(s.swapped)
	next[k] = 1
	s.swapped = next
}

func (s *store) Drain() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	drained := s.drained
	s.drained = make(map[string]int)
	return drained
}

func (s *store) Put(k string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.drained[k]++
	s.grown = append(s.grown, 1)
	s.shown[k]++
	s.held[k]++
	s.cloned[k]++
}

func (s *store) Grown() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.grown
}

// Shown returns the counts; callers must not modify them.
func (s *store) Shown() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown
}

func (s *store) heldLocked() map[string]int { return s.held }

func (s *store) Setup() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.setup
}

func (s *store) Cloned() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.cloned)
}

func (s *store) Apart() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.apart
}

func (s *store) PutApart(k string) {
	s.other.Lock()
	defer s.other.Unlock()
	s.apart[k] = 1
}

func (s *store) LockAll() map[string]int {
	s.mu.Lock()
	return s.held
}

func (s *store) UnlockAll() { s.mu.Unlock() }

type late struct {
	mu    sync.RWMutex
	rules []int
	raw   map[string]int
	lazy  map[string]int
	wg    sync.WaitGroup
	done  map[string]int
	inner map[string]int
}

func (l *late) SetRules(rules []int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rules = make([]int, len(rules))
	copy(l.rules, rules)
}

func (l *late) Rules() []int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.rules
}

func (l *late) put(k string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.raw[k] = 1
	l.lazy[k] = 1
	l.done[k] = 1
	l.inner[k] = 1
}

// Raw returns the raw backing map.
func (l *late) Raw() map[string]int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.raw
}

func (l *late) Lazy() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.lazy) == 0 {
		l.lazy["a"] = 1
	}
	return l.lazy
}

func (l *late) Done() map[string]int {
	l.wg.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.done
}

func (l *late) get() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.inner
}

type span struct {
	mu     sync.Mutex
	attrs  []int
	shared bool
}

func (s *span) Attrs() []int {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.shared = true
	return s.attrs
}

func (s *span) Set(i, n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.shared {
		s.attrs = append([]int(nil), s.attrs...)
		s.shared = false
	}
	s.attrs[i] = n
}
