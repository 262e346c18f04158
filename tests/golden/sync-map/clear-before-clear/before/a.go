package older

var seen = map[string]bool{}

func reset() {
	clear(seen)
}

func mark(k string) { seen[k] = true }
