package cache

type Item struct{ n int }

type Cache struct {
	m    map[string]*Item
	name string
}

func New(name string) *Cache {
	return &Cache{m: make(map[string]*Item), name: name}
}

func filled() *Cache {
	return &Cache{
		m: map[string]*Item{"a": {}, "b": nil},
	}
}

func later() *Cache {
	c := &Cache{}
	c.m = map[string]*Item{}
	return c
}

func (c *Cache) Get(k string) *Item {
	return c.m[k]
}

func (c *Cache) Look(k string) (*Item, bool) {
	item, ok := c.m[k]
	if !ok {
		return nil, false
	}
	item, found := c.m[k+"y"]
	return item, found
}

func (c *Cache) Has(k string) bool {
	_, ok := c.m[k]
	return ok
}

func (c *Cache) Count(k string) int {
	if item, ok := c.m[k]; ok {
		return item.n
	}
	if c.m["default"] == nil {
		return -1
	}
	item := c.m["default"]
	return item.n + c.m[k+"x"].n
}

func (c *Cache) Set(k string, item *Item) {
	c.m[k] = item
	c.m["last"] = nil
}

func (c *Cache) Drop(k string) {
	delete(c.m, k)
	if k == "" {
		clear(c.m)
	}
}

func (c *Cache) Create(k string) *Item {
	item, ok := c.m[k]
	if !ok {
		item = &Item{}
		c.m[k] = item
	}
	return item
}

func (c *Cache) CreateOnce(k string) {
	if _, ok := c.m[k]; !ok {
		c.m[k] = load(k)
	}
}

func (c *Cache) CreateUnless(k string) {
	if _, ok := c.m[k]; ok {
		return
	}
	c.m[k] = load(k)
}

func load(k string) *Item { return &Item{n: len(k)} }

func (c *Cache) Sum() (n int) {
	for k, item := range c.m {
		if item == nil {
			continue
		}
		switch {
		case k == "":
			continue
		case n > 100:
			break
		}
		if n > 1000 {
			break
		}
		for range item.n {
			if n > 10 {
				break
			}
			n++
		}
	}
	for k := range c.m {
		if k == "x" {
			delete(c.m, k)
		}
	}
	return n
}
