package entries

type Cache struct{ m map[string]int }

func (c *Cache) Reset() { c.m = map[string]int{} }

func (c *Cache) Set(k string, v int) { c.m[k] = v }
