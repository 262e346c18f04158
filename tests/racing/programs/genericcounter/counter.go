package genericcounter

// Histogram counts values.
type Histogram[T comparable] struct {
	counts map[T]int
	total  int
}

func (h *Histogram[T]) Add(v T) {
	if h.counts == nil {
		h.counts = make(map[T]int)
	}
	h.counts[v]++
	h.total++
}

func (h *Histogram[T]) Share(v T) float64 {
	if h.total == 0 {
		return 0
	}
	return float64(h.counts[v]) / float64(h.total)
}
