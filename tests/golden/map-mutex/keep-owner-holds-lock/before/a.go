package golden

import "sync"

// table has no lock of its own.
type table struct {
	rows map[string]int
}

func (t *table) put(k string) { t.rows[k]++ }

func (t *table) size() int { return len(t.rows) }

type Cache struct {
	mu    sync.Mutex
	table table
}

func NewCache() *Cache {
	return &Cache{table: table{rows: make(map[string]int)}}
}

func (c *Cache) Put(k string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.table.put(k)
}

func (c *Cache) Size() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.table.size()
}

func (c *Cache) Fill(ks []string) {
	for _, k := range ks {
		go c.Put(k)
	}
}
