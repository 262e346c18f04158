package golden

import "sync"

type Index struct {
	mu    sync.RWMutex
	names map[string]*entry
	count int
}

type entry struct{ key string }

func (x *Index) Get(key string) *entry {
	x.mu.RLock()
	e := x.names[key]
	x.mu.RUnlock()
	return e
}

func (x *Index) Set(key string) {
	x.mu.Lock()
	x.names[key] = &entry{key}
	x.mu.Unlock()
}

func (x *Index) Drop(key string) {
	x.mu.Lock()
	delete(x.names, key)
	x.mu.Unlock()
}

func (x *Index) counted() int {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.count++
	return x.count
}

func (x *Index) Load(keys []string, read func(*entry)) {
	for _, key := range keys {
		x.counted()
		x.mu.RLock()
		e := x.names[key]
		x.mu.RUnlock()
		if e == nil {
			e = &entry{key}
			func() {
				x.mu.Lock()
				defer x.mu.Unlock()
				if stored := x.names[key]; stored != nil {
					e = stored
				} else {
					x.names[key] = e
				}
			}()
		}
		read(e)
	}
}
