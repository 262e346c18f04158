package cache

type Cache struct{ entries map[int][128]byte }

func (c *Cache) Put(k int, v [128]byte) { c.entries[k] = v }

func (c *Cache) Reset() {
	clear(c.entries)
}
