package eachcallback

// Bus hands messages to the functions that are registered.
type Bus struct {
	handlers map[int]func(string)
	next     int
}

func NewBus() *Bus {
	return &Bus{handlers: map[int]func(string){}}
}

// Subscribe registers f and returns the number to unsubscribe with.
func (b *Bus) Subscribe(f func(string)) int {
	b.next++
	b.handlers[b.next] = f
	return b.next
}

func (b *Bus) Unsubscribe(id int) {
	delete(b.handlers, id)
}

// Publish calls every handler. A handler may unsubscribe itself.
func (b *Bus) Publish(message string) {
	for _, f := range b.handlers {
		f(message)
	}
}

func (b *Bus) Len() int { return len(b.handlers) }
