package golden

type Client struct {
	out  chan<- string
	name string
	seen map[string]int
}

// Start sets everything up, before goroutines call Add.
func (c *Client) Start(name string, out chan<- string) {
	c.out = out
	c.name = name
	c.seen = make(map[string]int)
}

func (c *Client) Add(line string) {
	c.seen[line]++
	c.out <- c.name + line
}
