package t

import "sync"

type Hub struct {
	mu       sync.Mutex
	kept     map[string]func()
	loop     map[string]func()
	unlocked map[string]func()
	direct   map[string]func()
	last     func()
}

func NewHub() *Hub {
	return &Hub{
		kept:     map[string]func(){},
		loop:     map[string]func(){},
		unlocked: map[string]func(){},
		direct:   map[string]func(){},
	}
}

func (h *Hub) Add(name string, f func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.kept[name] = f
	h.loop[name] = f
	h.unlocked[name] = f
	h.direct[name] = f
}

func (h *Hub) Kept(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f := h.kept[name]
	if f != nil {
		f()
		h.last = f
	}
}

func (h *Hub) Loop(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	f := h.loop[name]
	for range 3 {
		if f != nil {
			f()
		}
	}
}

func (h *Hub) Unlocked(name string) {
	h.mu.Lock()
	f := h.unlocked[name]
	h.mu.Unlock()
	if f != nil {
		f()
	}
}

func (h *Hub) Direct(name string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.direct[name]()
}
