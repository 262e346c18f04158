package golden

import "sync"

var seenMu sync.Mutex // guards seen
var seen = map[string]bool{}

func Mark(k string) {
	seenMu.Lock()
	defer seenMu.Unlock()
	seen[k] = true
}
