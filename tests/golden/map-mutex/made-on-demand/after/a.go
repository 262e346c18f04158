package golden

import "sync"

type Engine struct {
	mu        sync.Mutex // guards selectors
	selectors map[string]*selector
}

type selector struct{ key string }

// of makes the map when it is first needed, and then the entry.
func (e *Engine) of(kind func() string, key string) *selector {
	e.mu.Lock()
	if e.selectors == nil {
		e.selectors = map[string]*selector{}
	}
	e.mu.Unlock()
	key = kind() + key
	e.mu.Lock()
	if s, ok := e.selectors[key]; ok {
		e.mu.Unlock()
		return s
	}
	s := &selector{key}
	e.selectors[key] = s
	e.mu.Unlock()
	return s
}
