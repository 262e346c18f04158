package main

import "fmt"

type Cache struct{ entries map[int][128]byte }

func (c *Cache) Put(k int, v [128]byte) { c.entries[k] = v }

func (c *Cache) Expire(oldest int) {
	for k := range c.entries {
		if k < oldest {
			delete(c.entries, k)
		}
	}
}

func main() {
	c := &Cache{entries: make(map[int][128]byte)}
	for k := range 10 {
		c.Put(k, [128]byte{byte(k)})
	}
	c.Expire(8)
	fmt.Println(len(c.entries), c.entries[9][0])
}
