package golden

func Match(names []string, out chan<- bool) {
	known := map[string]bool{"a": true}
	for _, name := range names {
		known[name] = len(name) > 1
	}
	for _, name := range names {
		go func() {
			out <- known[name]
		}()
	}
}
