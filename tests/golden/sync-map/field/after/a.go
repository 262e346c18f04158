package cache

import "sync"

type Item struct{ n int }

type Cache struct {
	m    sync.Map
	name string
}

func New(name string) *Cache {
	return &Cache{name: name}
}

func filled() *Cache {
	cache := &Cache{}
	cache.m.Store("a", &Item{})
	cache.m.Store("b", (*Item)(nil))
	return cache
}

func later() *Cache {
	c := &Cache{}
	return c
}

func (c *Cache) Get(k string) *Item {
	loaded, _ := c.m.Load(k)
	value, _ := loaded.(*Item)
	return value
}

func (c *Cache) Look(k string) (*Item, bool) {
	loaded, ok := c.m.Load(k)
	item, _ := loaded.(*Item)
	if !ok {
		return nil, false
	}
	loaded2, found := c.m.Load(k + "y")
	item, _ = loaded2.(*Item)
	return item, found
}

func (c *Cache) Has(k string) bool {
	_, ok := c.m.Load(k)
	return ok
}

func (c *Cache) Count(k string) int {
	if loaded, ok := c.m.Load(k); ok {
		item, _ := loaded.(*Item)
		return item.n
	}
	loaded2, _ := c.m.Load("default")
	value, _ := loaded2.(*Item)
	if value == nil {
		return -1
	}
	loaded3, _ := c.m.Load("default")
	item, _ := loaded3.(*Item)
	loaded4, _ := c.m.Load(k + "x")
	value2, _ := loaded4.(*Item)
	return item.n + value2.n
}

func (c *Cache) Set(k string, item *Item) {
	c.m.Store(k, item)
	c.m.Store("last", (*Item)(nil))
}

func (c *Cache) Drop(k string) {
	c.m.Delete(k)
	if k == "" {
		c.m.Clear()
	}
}

func (c *Cache) Create(k string) *Item {
	loaded, ok := c.m.Load(k)
	item, _ := loaded.(*Item)
	if !ok {
		item = &Item{}
		stored, _ := c.m.LoadOrStore(k, item)
		item, _ = stored.(*Item)
	}
	return item
}

func (c *Cache) CreateOnce(k string) {
	if _, ok := c.m.Load(k); !ok {
		c.m.LoadOrStore(k, load(k))
	}
}

func (c *Cache) CreateUnless(k string) {
	if _, ok := c.m.Load(k); ok {
		return
	}
	c.m.LoadOrStore(k, load(k))
}

func load(k string) *Item { return &Item{n: len(k)} }

func (c *Cache) Sum() (n int) {
	c.m.Range(func(anyKey, anyValue any) bool {
		k := anyKey.(string)
		item := anyValue.(*Item)
		if item == nil {
			return true
		}
		switch {
		case k == "":
			return true
		case n > 100:
			break
		}
		if n > 1000 {
			return false
		}
		for range item.n {
			if n > 10 {
				break
			}
			n++
		}
		return true
	})
	c.m.Range(func(anyKey2, _ any) bool {
		k := anyKey2.(string)
		if k == "x" {
			c.m.Delete(k)
		}
		return true
	})
	return n
}
