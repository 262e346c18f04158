package set

type set map[string]bool

func (s set) reset() {
	s = set{}
}
