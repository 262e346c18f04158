package golden

import "sync"

var (
	cacheMu sync.Mutex
	cache   = map[string]string{}
)

func Get(k string) string {
	cacheMu.Lock()
	defer cacheMu.Unlock()
	return cache[k]
}

func Put(k, v string) {
	cacheMu.Lock()
	cache[k] = v
	cacheMu.Unlock()
}

func Reset() {
	cacheMu.Lock()
	defer cacheMu.Unlock()
	clear(cache)
}
