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
