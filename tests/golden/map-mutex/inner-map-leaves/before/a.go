package a

type registry struct {
	byKind map[string]map[string]int
}

func (r *registry) Find(kind, name string) int {
	inner, ok := r.byKind[kind]
	if !ok {
		return 0
	}
	return inner[name]
}

func (r *registry) Add(kind, name string) {
	inner := r.of(kind)
	inner[name]++
}

func (r *registry) of(kind string) map[string]int {
	inner, ok := r.byKind[kind]
	if !ok {
		inner = make(map[string]int)
		r.byKind[kind] = inner
	}
	return inner
}
