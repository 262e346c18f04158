package main

import (
	"fmt"
	"sync"
)

type Engine struct {
	mu     sync.Mutex
	pongs  map[string]func(int)
	echoes map[uint32]func()
	heard  int
}

func (e *Engine) OnPong(id string, f func(int)) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.pongs == nil {
		e.pongs = map[string]func(int){}
	}
	if f == nil {
		delete(e.pongs, id)
		return
	}
	e.pongs[id] = f
}

func (e *Engine) OnEcho(id uint32, f func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.echoes[id] = f
}

func (e *Engine) pong(id string, n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	f := e.pongs[id]
	if f != nil {
		f(n)
	}
}

func (e *Engine) echo(id uint32) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	f, ok := e.echoes[id]
	if !ok {
		return false
	}
	f()
	return true
}

func main() {
	e := &Engine{echoes: map[uint32]func(){}}
	for _, id := range []string{"a", "b", "c"} {
		e.OnPong(id, func(n int) { e.heard += n })
		e.OnEcho(uint32(id[0]), func() { e.heard++ })
	}
	for _, id := range []string{"a", "b", "c", "x"} {
		e.pong(id, 0)
	}
	e.echo('a')
	e.echo('b')
	e.echo('x')
	fmt.Println(len(e.pongs), len(e.echoes), e.heard)
}
