package golden

type Engine struct {
	selectors map[string]*selector
}

type selector struct{ key string }

func (e *Engine) of(kind func() string, key string) *selector {
	if e.selectors == nil {
		e.selectors = map[string]*selector{}
	}
	key = kind() + key
	for range key {
		if s, ok := e.selectors[key]; ok {
			return s
		}
		s := &selector{key}
		e.selectors[key] = s
		kind()
	}
	return nil
}

func (e *Engine) drop() { e.selectors = nil }
