package shop

import "sync"

type locked struct {
	mu sync.Mutex
	m  map[string]int
}

type holder struct {
	set  locked
	bare struct{ m map[string]int }
}

func (h *holder) give(to func(*locked), show func(struct{ m map[string]int })) {
	kept := h.set
	to(&kept)
	show(h.bare)
}
