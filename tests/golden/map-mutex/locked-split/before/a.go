package golden

type Registry struct {
	byName map[string]int
}

func New() *Registry { return &Registry{byName: map[string]int{}} }

// Get returns the number of a name.
func (r *Registry) Get(name string) (n int, ok bool) {
	n, ok = r.byName[name]
	return n, ok
}

// Register gives a name a number, once.
func (r *Registry) Register(name string) int {
	if n, ok := r.Get(name); ok {
		return n
	}
	n := len(r.byName) + 1
	r.byName[name] = n
	return n
}
