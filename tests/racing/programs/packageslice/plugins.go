package packageslice

var plugins []string

func Register(name string) {
	plugins = append(plugins, name)
}

func Registered(name string) bool {
	for _, p := range plugins {
		if p == name {
			return true
		}
	}
	return false
}

func Count() int { return len(plugins) }
