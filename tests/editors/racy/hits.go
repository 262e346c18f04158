package racy

// Hits counts visits by page.
type Hits struct {
	byPage map[string]int
}

// NewHits returns an empty one.
func NewHits() *Hits { return &Hits{byPage: make(map[string]int)} }

// Add counts one.
func (h *Hits) Add(page string) {
	h.byPage[page]++
}
