package main

import "fmt"

type Counter struct {
	n    int
	name string
}

func (c *Counter) Inc() { c.n++ }

func (c *Counter) Add(d int) int {
	c.n += d
	c.log()
	return c.n
}

func (c *Counter) Do() (int, error) {
	c.Inc()
	return c.n, nil
}

func (c *Counter) Check() error {
	if c.n < 0 {
		return fmt.Errorf("negative: %d", c.n)
	}
	c.n++
	return nil
}

func (c *Counter) log() {
	if c.name == "" {
		c.name = "x"
	}
}

func one() int { return 1 }

type Holder struct{ c Counter }

func main() {
	m := map[string]Counter{}
	k := "a"
	m[k].Inc()
	m[k].Add(1)
	total := m[k].Add(one())
	_ = total
	fmt.Println(m)
	n, err := m[k].Do()
	fmt.Println(n, err)
	if err := m[k].Check(); err != nil {
		fmt.Println(err)
	} else {
		fmt.Println("ok", err == nil)
	}
	fmt.Println(m)
	h := map[string]Holder{}
	h[k].c.Inc()
}
