package a

import (
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// seen only goes forward.
type seen struct {
	mu   sync.RWMutex
	last atomic.Pointer[time.Time]
}

func (s *seen) Touch() {
	s.mu.Lock()
	last := time.Now()
	s.last.Store(&last)
	s.mu.Unlock()
}

func (s *seen) Last() time.Time {
	return *s.last.Load()
}

// loaded keeps the latest file.
type loaded struct {
	mu   sync.RWMutex
	data atomic.Pointer[[]byte]
}

func (l *loaded) Load(path string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	l.data.Store(&data)
	return nil
}

func (l *loaded) Len() int {
	return len(*l.data.Load())
}

// told tells of its values in the order in which they are stored.
type told struct {
	mu  sync.Mutex
	cfg atomic.Pointer[string]
}

func (t *told) Set(cfg *string, out *os.File) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cfg.Store(cfg)
	out.WriteString("changed")
}

func (t *told) Get() *string {
	return t.cfg.Load()
}

// named stores what its argument alone decides.
type named struct {
	name atomic.Pointer[string]
}

func (n *named) Set(name string) {
	newName := strings.ToLower(name)
	n.name.Store(&newName)
}

func (n *named) Get() string {
	return *n.name.Load()
}
