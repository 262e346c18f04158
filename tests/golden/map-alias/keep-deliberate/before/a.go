package shop

type Scope struct{ vars map[string]int }

// Child returns a scope that shares its variables with s: they are not copied.
func (s *Scope) Child() *Scope {
	vars := s.vars
	vars["depth"]++
	return &Scope{vars: vars}
}

func (s *Scope) Reset() map[string]int {
	// No copy is made here: the caller takes over the map.
	vars := s.vars
	clear(vars)
	return vars
}

func lines(text []byte) []byte {
	buf := text // in place, avoids a copy of the text
	buf[0] = ' '
	return text
}

type vector struct{ counters []int }

// Merge returns v with the larger counters. If it is possible, v is updated and returned. If it
// is not, a copy will be created.
func (v vector) Merge(b vector) vector {
	for i := range b.counters {
		v.counters[i] = max(v.counters[i], b.counters[i])
	}
	return v
}

// lower gives the text in lower case; other bytes are left unmodified.
func lower(text, reuse []byte) []byte {
	out := reuse
	for i := range text {
		out[i] = text[i] | 0x20
	}
	return out
}
