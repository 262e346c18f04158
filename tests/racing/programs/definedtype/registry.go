package definedtype

// Registry is a map with methods.
type Registry map[string]int

func (r Registry) Add(name string) { r[name]++ }

func (r Registry) Count(name string) int { return r[name] }
