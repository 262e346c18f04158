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
	counter := m[k]
	counter.Inc()
	m[k] = counter
	counterEntry := m[k]
	counterEntry.Add(1)
	m[k] = counterEntry
	arg := one()
	counterEntry2 := m[k]
	total := counterEntry2.Add(arg)
	m[k] = counterEntry2
	_ = total
	fmt.Println(m)
	counterEntry3 := m[k]
	n, err := counterEntry3.Do()
	m[k] = counterEntry3
	fmt.Println(n, err)
	counterEntry4 := m[k]
	newErr := counterEntry4.Check()
	m[k] = counterEntry4
	if err := newErr; err != nil {
		fmt.Println(err)
	} else {
		fmt.Println("ok", err == nil)
	}
	fmt.Println(m)
	h := map[string]Holder{}
	holder := h[k]
	holder.c.Inc()
	h[k] = holder
}
