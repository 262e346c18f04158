package main

import "sync"

var configLock sync.RWMutex

type config struct {
	parity int
	drives int
}

func (c *config) get() int {
	configLock.RLock()
	defer configLock.RUnlock()
	return c.parity
}

func (c *config) update(other config) {
	configLock.Lock()
	defer configLock.Unlock()
	c.parity = other.parity
}

type targets struct {
	mu   *sync.RWMutex
	list []string
}

func (t *targets) get() []string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.list
}

func (ts *targets) add(name string) {
	ts.mu.Lock()
	ts.list = append(ts.list, name)
	ts.mu.Unlock()
}

type embedded struct {
	*sync.Mutex
	n int
}

func (e *embedded) count() int {
	e.Lock()
	defer e.Unlock()
	return e.n
}

func (e *embedded) inc() {
	e.Lock()
	defer e.Unlock()
	e.n++
}

func main() {
	var c config
	c.update(config{parity: 2})
	t := targets{mu: new(sync.RWMutex)}
	t.add("a")
	e := embedded{Mutex: new(sync.Mutex)}
	e.inc()
	println(c.get(), len(t.get()), e.count())
}
