package golden

import "sync"

type Client struct {
	out  chan<- string
	name string

	mu   sync.Mutex // guards seen
	seen map[string]int
}

// Start sets everything up, before goroutines call Add.
func (c *Client) Start(name string, out chan<- string) {
	c.out = out
	c.name = name
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seen = make(map[string]int)
}

func (c *Client) Add(line string) {
	c.mu.Lock()
	c.seen[line]++
	c.mu.Unlock()
	c.out <- c.name + line
}
