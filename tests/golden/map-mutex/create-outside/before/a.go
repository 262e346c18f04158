package golden

import "errors"

// Cache keeps what its loader has made.
type Cache struct {
	values map[string]*Value
	load   func(string) (*Value, error)
}

type Value struct{ n int }

func New(load func(string) (*Value, error)) *Cache {
	return &Cache{values: make(map[string]*Value), load: load}
}

// Get returns early where the value is there.
func (c *Cache) Get(key string) (*Value, error) {
	if v, ok := c.values[key]; ok {
		return v, nil
	}
	v, err := c.load(key)
	if err != nil {
		return nil, err
	}
	c.values[key] = v
	return v, nil
}

// Must creates inside of the condition.
func (c *Cache) Must(key string) *Value {
	v, ok := c.values[key]
	if !ok {
		made, err := c.load(key)
		if err != nil {
			panic(err)
		}
		v = made
		c.values[key] = v
	}
	return v
}

// Some tells by nil.
func (c *Cache) Some(key string) (*Value, error) {
	found := c.values[key]
	if found == nil {
		var err error
		if found, err = c.load(key); found == nil {
			return nil, errors.Join(err, errors.New("no value"))
		}
		c.values[key] = found
	}
	return found, nil
}
