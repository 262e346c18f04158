package t

import "sync"

type Keyed interface{ Key() string }

type limiter[T Keyed] struct {
	failures map[string]int
	mutex    sync.RWMutex
}

func New[T Keyed]() *limiter[T] { return &limiter[T]{failures: make(map[string]int)} }

func (l *limiter[T]) Next(request T) int {
	l.mutex.RLock()
	defer l.mutex.RUnlock()

	l.failures[request.Key()] = l.failures[request.Key()] + 1
	return l.failures[request.Key()]
}

func (l *limiter[T]) Forget(request T) {
	l.mutex.Lock()
	defer l.mutex.Unlock()

	delete(l.failures, request.Key())
}
