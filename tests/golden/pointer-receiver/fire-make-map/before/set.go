package set

type set struct{ items map[string]bool }

func (s set) reset() {
	s.items = make(map[string]bool)
}
