package golden

type Cache struct {
	values map[string]*Value
	load   func(string) *Value
	added  func(*Value)
}

type Value struct{}

func New(load func(string) *Value, added func(*Value)) *Cache {
	return &Cache{values: make(map[string]*Value), load: load, added: added}
}

func (c *Cache) Get(key string) *Value {
	if v, ok := c.values[key]; ok {
		return v
	}
	v := c.load(key)
	c.added(v)
	c.values[key] = v
	return v
}
