package golden

import "sync"

type Engine struct {
	mu        sync.RWMutex // guards selectors
	selectors map[string]*selector
}

type selector struct{ key string }

func (e *Engine) of(kind func() string, key string) *selector {
	e.mu.Lock()
	if e.selectors == nil {
		e.selectors = map[string]*selector{}
	}
	e.mu.Unlock()
	key = kind() + key
	for range key {
		e.mu.RLock()
		s, ok := e.selectors[key]
		e.mu.RUnlock()
		if ok {
			return s
		}
		s = &selector{key}
		func() {
			e.mu.Lock()
			defer e.mu.Unlock()
			if stored, ok := e.selectors[key]; ok {
				s = stored
			} else {
				e.selectors[key] = s
			}
		}()
		kind()
	}
	return nil
}

func (e *Engine) drop() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.selectors = nil
}
