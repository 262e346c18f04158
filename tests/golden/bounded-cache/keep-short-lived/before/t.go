package t

// checker is made for each file that is checked.
type checker struct {
	seenNames map[string]int
	cache     map[string]int
}

func Check(names []string) int {
	c := &checker{seenNames: map[string]int{}, cache: map[string]int{}}
	n := 0
	for _, name := range names {
		n += c.Weigh(name)
	}
	return n
}

func (c *checker) Weigh(name string) int {
	if w, ok := c.cache[name]; ok {
		return w
	}
	w := weigh(name)
	c.cache[name] = w
	c.seenNames[name] = w
	return w
}

func weigh(name string) int { return len(name) * 2 }

func Fib(n int) int {
	memo := map[int]int{}
	var fib func(int) int
	fib = func(n int) int {
		if n < 2 {
			return n
		}
		if v, ok := memo[n]; ok {
			return v
		}
		v := fib(n-1) + fib(n-2)
		memo[n] = v
		return v
	}
	return fib(n)
}
