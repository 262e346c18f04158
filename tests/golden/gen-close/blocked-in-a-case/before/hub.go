package hub

type Hub struct {
	in  chan string
	out chan string
}

func NewHub() *Hub {
	h := &Hub{in: make(chan string), out: make(chan string)}
	go func() {
		for {
			select {
			case s := <-h.in:
				h.out <- s
			}
		}
	}()
	return h
}
