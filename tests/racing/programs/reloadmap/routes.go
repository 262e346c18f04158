package reloadmap

// Router sends paths to backends. The table is replaced as a whole.
type Router struct {
	table map[string]string
}

func NewRouter(table map[string]string) *Router {
	r := &Router{}
	r.Reload(table)
	return r
}

// Reload replaces the table by a copy of the given one.
func (r *Router) Reload(table map[string]string) {
	fresh := make(map[string]string, len(table))
	for path, backend := range table {
		fresh[path] = backend
	}
	r.table = fresh
}

func (r *Router) Backend(path string) string {
	if backend, ok := r.table[path]; ok {
		return backend
	}
	return r.table["/"]
}
