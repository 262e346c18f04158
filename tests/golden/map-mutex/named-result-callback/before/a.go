package golden

type walker interface {
	walk(each func(name string))
}

func found(w walker) (names map[string]bool) {
	names = map[string]bool{}
	w.walk(func(name string) {
		names[name] = true
	})
	return names
}
