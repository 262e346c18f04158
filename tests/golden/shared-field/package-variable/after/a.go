package golden

import "sync"

type config struct {
	name  string
	limit int
}

var currentMu sync.RWMutex // guards current
var current config

func Set(name string, limit int) {
	currentMu.Lock()
	defer currentMu.Unlock()
	current = config{name, limit}
}

func Name() string {
	currentMu.RLock()
	defer currentMu.RUnlock()
	return current.name
}
