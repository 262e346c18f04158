package a

import "reflect"

type scratch struct {
	values map[string]any
}

func (s *scratch) Add(key string, more any) {
	var added any = more
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
	byName map[string]any
}

func (c *calls) Run(name string) []reflect.Value {
	return reflect.ValueOf(c.byName[name]).Call(nil)
}

func (c *calls) Set(name string, f func()) {
	c.byName[name] = f
}
