package subscribers

// Hub sends messages to subscribers' channels.
type Hub struct {
	subscribers map[chan string]bool
}

func New() *Hub { return &Hub{subscribers: make(map[chan string]bool)} }

func (h *Hub) Subscribe() chan string {
	c := make(chan string, 64)
	h.subscribers[c] = true
	return c
}

func (h *Hub) Unsubscribe(c chan string) {
	delete(h.subscribers, c)
}

func (h *Hub) Broadcast(message string) {
	for c := range h.subscribers {
		c <- message
	}
}
