package golden

type Engine struct {
	selectors map[string]*selector
}

type selector struct{ key string }

// of makes the map when it is first needed, and then the entry.
func (e *Engine) of(kind func() string, key string) *selector {
	if e.selectors == nil {
		e.selectors = map[string]*selector{}
	}
	key = kind() + key
	if s, ok := e.selectors[key]; ok {
		return s
	}
	s := &selector{key}
	e.selectors[key] = s
	return s
}
