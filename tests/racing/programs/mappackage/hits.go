package mappackage

var hits = map[string]int{}

// Hit counts a visit of the page.
func Hit(page string) {
	hits[page]++
}

// Hits tells how many visits the page had.
func Hits(page string) int {
	return hits[page]
}
