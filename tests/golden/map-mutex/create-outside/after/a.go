package golden

import (
	"errors"
	"sync"
)

// Cache keeps what its loader has made.
type Cache struct {
	mu     sync.RWMutex // guards values
	values map[string]*Value
	load   func(string) (*Value, error)
}

type Value struct{ n int }

func New(load func(string) (*Value, error)) *Cache {
	return &Cache{values: make(map[string]*Value), load: load}
}

// Get returns early where the value is there.
func (c *Cache) Get(key string) (*Value, error) {
	c.mu.RLock()
	v, ok := c.values[key]
	c.mu.RUnlock()
	if ok {
		return v, nil
	}
	v, err := c.load(key)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	if stored, ok := c.values[key]; ok {
		v = stored
	} else {
		c.values[key] = v
	}
	c.mu.Unlock()
	return v, nil
}

// Must creates inside of the condition.
func (c *Cache) Must(key string) *Value {
	c.mu.RLock()
	v, ok := c.values[key]
	c.mu.RUnlock()
	if !ok {
		made, err := c.load(key)
		if err != nil {
			panic(err)
		}
		v = made
		c.mu.Lock()
		if stored, ok := c.values[key]; ok {
			v = stored
		} else {
			c.values[key] = v
		}
		c.mu.Unlock()
	}
	return v
}

// Some tells by nil.
func (c *Cache) Some(key string) (*Value, error) {
	c.mu.RLock()
	found := c.values[key]
	c.mu.RUnlock()
	if found == nil {
		var err error
		if found, err = c.load(key); found == nil {
			return nil, errors.Join(err, errors.New("no value"))
		}
		c.mu.Lock()
		if stored := c.values[key]; stored != nil {
			found = stored
		} else {
			c.values[key] = found
		}
		c.mu.Unlock()
	}
	return found, nil
}
