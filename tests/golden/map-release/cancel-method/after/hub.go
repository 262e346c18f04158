package hub

type Subscription struct{ live bool }

func (s *Subscription) Cancel() { s.live = false }

type Handle struct{ open bool }

func (h *Handle) Release() { h.open = false }

type Hub struct {
	subscriptions map[string]*Subscription
	handles       map[string]*Handle
}

func (h *Hub) Replace(name string) {
	old := h.subscriptions[name]
	h.subscriptions[name] = &Subscription{live: true}
	if old != nil {
		old.Cancel()
	}
	oldHandle := h.handles[name]
	h.handles[name] = &Handle{open: true}
	if oldHandle != nil {
		oldHandle.Release()
	}
}

func (h *Hub) Close() {
	for _, s := range h.subscriptions {
		s.Cancel()
	}
	for _, each := range h.handles {
		each.Release()
	}
}
