package a

import "sync"

type Trace struct {
	spans []string
	err   error
}

func (t *Trace) Save() error { return t.err }

type Combiner struct {
	mu     sync.Mutex // guards result, seen
	result *Trace
	seen   map[string]bool
}

func (c *Combiner) Add(span string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.result == nil {
		c.result = &Trace{}
		c.seen = make(map[string]bool)
	}
	if !c.seen[span] {
		c.seen[span] = true
		c.result.spans = append(c.result.spans, span)
	}
	return c.save()
}

func (c *Combiner) save() error {
	if c.result == nil {
		return nil
	}
	return c.result.Save()
}
