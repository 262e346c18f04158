package main

import (
	"context"
	"fmt"
	"sync"
)

type Jobs struct {
	mu      sync.Mutex
	cancels map[string]context.CancelFunc
}

func (j *Jobs) Run(parent context.Context, name string) context.Context {
	ctx, cancel := context.WithCancel(parent)
	j.mu.Lock()
	defer j.mu.Unlock()
	if old := j.cancels[name]; old != nil {
		old()
	}
	j.cancels[name] = cancel
	return ctx
}

func (j *Jobs) Stop() {
	j.mu.Lock()
	defer j.mu.Unlock()
	for name, cancel := range j.cancels {
		cancel()
		delete(j.cancels, name)
	}
}

func main() {
	j := &Jobs{cancels: make(map[string]context.CancelFunc)}
	first := j.Run(context.Background(), "a")
	j.Run(context.Background(), "a")
	fmt.Println(first.Err())
}
