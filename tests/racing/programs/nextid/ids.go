package nextid

// IDs hands out numbers, each once.
type IDs struct {
	last uint64
}

func (s *IDs) Next() uint64 {
	s.last++
	return s.last
}
