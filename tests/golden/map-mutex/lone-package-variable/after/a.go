package golden

import "sync"

var cacheMu sync.RWMutex // guards cache
var cache = make(map[string]string)

var seenMu sync.Mutex // guards seen

// seen has every key that was asked for.
var seen = make(map[string]bool)

func Lookup(k string) string {
	seenMu.Lock()
	seen[k] = true
	seenMu.Unlock()
	cacheMu.RLock()
	defer cacheMu.RUnlock()
	return cache[k]
}

func Store(k, v string) {
	cacheMu.Lock()
	defer cacheMu.Unlock()
	cache[k] = v
}
