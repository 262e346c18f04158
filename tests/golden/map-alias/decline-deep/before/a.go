package shop

type item struct{ n int }

func nested(m map[string]map[string]int) int {
	backup := m
	m["a"]["b"] = 2
	return backup["a"]["b"]
}

func pointers(list []*item) int {
	orig := list
	list[0].n++
	return orig[0].n
}

func lists(m map[string][]int) int {
	copied := m
	copied["a"][0] = 1
	return m["a"][0]
}
