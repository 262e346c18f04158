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
	h.subscriptions[name] = &Subscription{live: true}
	h.handles[name] = &Handle{open: true}
}

func (h *Hub) Close() {
	for _, s := range h.subscriptions {
		s.Cancel()
	}
	for _, each := range h.handles {
		each.Release()
	}
}
