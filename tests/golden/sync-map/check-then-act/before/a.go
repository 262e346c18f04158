package act

var (
	a = map[string]int{}
	b = map[string]chan int{}
	c = map[string]int{}
)

func other(from, to string) {
	if v, ok := a[from]; ok {
		a[to] = v
	}
}

func closed(k string) {
	if ch, ok := b[k]; ok {
		close(ch)
		delete(b, k)
	}
}

func raised(k string) {
	n := c[k]
	if n < 3 {
		c[k] = n + 1
	}
}
