package a

func Count(known map[string]bool, names []string) {
	seen := known
	for _, name := range names {
		go func() { look(seen, name) }()
	}
}

func look(seen map[string]bool, name string) bool { return seen[name] }
