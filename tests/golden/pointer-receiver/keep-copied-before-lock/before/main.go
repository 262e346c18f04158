package main

import "sync"

var (
	first  sync.RWMutex
	second sync.RWMutex
)

type fixed struct {
	n int
	m map[string]int
	p *int
}

func (f fixed) get(k string) int {
	first.RLock()
	defer first.RUnlock()
	return f.m[k] + f.n + *f.p
}

func (f *fixed) set(k string) {
	first.Lock()
	defer first.Unlock()
	f.m[k] = 1
	*f.p = 2
}

type otherLock struct{ n int }

func (o otherLock) get() int {
	first.RLock()
	defer first.RUnlock()
	return o.n
}

func (o *otherLock) set() {
	second.Lock()
	defer second.Unlock()
	o.n = 1
}

type otherField struct {
	mu   *sync.Mutex
	name string
	n    int
}

func (o otherField) title() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.name
}

func (o *otherField) inc() {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.n++
}

type readBefore struct {
	mu *sync.Mutex
	n  int
}

func (r readBefore) get() int {
	n := r.n
	r.mu.Lock()
	defer r.mu.Unlock()
	return n
}

func (r *readBefore) inc() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n++
}

type setUp struct {
	mu *sync.Mutex
	n  int
}

func (s setUp) get() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.n
}

func (s *setUp) init() {
	s.n = 1
	s.mu = new(sync.Mutex)
}

type local struct{ n int }

func (l local) get(mu *sync.Mutex) int {
	mu.Lock()
	defer mu.Unlock()
	return l.n
}

func (l *local) set(mu *sync.Mutex) {
	mu.Lock()
	defer mu.Unlock()
	l.n = 1
}

func main() {}
