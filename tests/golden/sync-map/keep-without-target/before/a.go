package plain

type Cache struct{ m map[string]int }

func (c *Cache) Set(k string, v int) { c.m[k] = v }

func (c *Cache) Get(k string) int { return c.m[k] }

func fill(keys []string) map[string]bool {
	seen := map[string]bool{}
	for _, k := range keys {
		go func() { seen[k] = true }()
	}
	return seen
}
