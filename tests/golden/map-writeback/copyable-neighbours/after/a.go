package golden

import (
	"strings"
	"sync"
	"time"
)

type T struct {
	mu    *sync.Mutex
	locks []sync.Mutex
	byID  map[int]*sync.Once
	l     sync.Locker
	b     *strings.Builder
	at    time.Time
	n     int
}

func f(m map[int]T) {
	t := m[0]
	t.n = 1
	m[0] = t
}
