package golden

import "sync"

var (
	name   = "golden"
	hitsMu sync.RWMutex // guards hits
	hits   = map[string]int{}
)

func Inc(k string) {
	hitsMu.Lock()
	defer hitsMu.Unlock()
	hits[k]++
}

func Hits(k string) int {
	hitsMu.RLock()
	defer hitsMu.RUnlock()
	return hits[k]
}

func Name() string { return name }
