package older

var seen = map[string]bool{}

func visit(k string) bool {
	was := seen[k]
	for old := range seen {
		delete(seen, old)
	}
	return was
}

func mark(k string) { seen[k] = true }
