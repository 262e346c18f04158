package decline

import "example.com/golden/other"

type spelled struct{ m map[string]*other.Count }

func (s *spelled) set(word string, count *other.Count) { s.m[word] = count }
