package golden

import "sync/atomic"

type entry struct {
	last  uint64
	block []byte
}

var now uint64

type cache struct{ m map[string]entry }

func (c *cache) get(k string) []byte {
	e, ok := c.m[k]
	if ok {
		if atomic.LoadUint64(&e.last) != now {
			atomic.StoreUint64(&e.last, now)
		}
		return e.block
	}
	return nil
}

func (c *cache) touch() {
	for _, e := range c.m {
		atomic.AddUint64(&e.last, 1)
	}
}

func touchAll(all []entry) {
	for _, e := range all {
		atomic.StoreUint64(&e.last, uint64(len(e.block)))
	}
}
