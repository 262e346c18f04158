package a

import (
	"reflect"
	"sync"
)

type scratch struct {
	mu     sync.Mutex // guards values
	values map[string]any
}

func (s *scratch) Add(key string, more any) {
	var added any = more
	s.mu.Lock()
	defer s.mu.Unlock()
	if old, ok := s.values[key]; ok {
		list := reflect.ValueOf(old)
		if list.Kind() == reflect.Slice {
			added = reflect.Append(list, reflect.ValueOf(more)).Interface()
		}
	}
	s.values[key] = added
}

// calls runs code that nobody knows: it stays outside.
type calls struct {
	mu     sync.RWMutex // guards byName
	byName map[string]any
}

func (c *calls) Run(name string) []reflect.Value {
	c.mu.RLock()
	anyEntry := c.byName[name]
	c.mu.RUnlock()
	return reflect.ValueOf(anyEntry).Call(nil)
}

func (c *calls) Set(name string, f func()) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.byName[name] = f
}
