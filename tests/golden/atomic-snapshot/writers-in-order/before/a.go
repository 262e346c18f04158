package a

import (
	"os"
	"strings"
	"sync"
	"time"
)

// seen only goes forward.
type seen struct {
	mu   sync.RWMutex
	last time.Time
}

func (s *seen) Touch() {
	s.mu.Lock()
	s.last = time.Now()
	s.mu.Unlock()
}

func (s *seen) Last() time.Time {
	s.mu.RLock()
	defer s.mu.RUnlock()
	return s.last
}

// loaded keeps the latest file.
type loaded struct {
	mu   sync.RWMutex
	data []byte
}

func (l *loaded) Load(path string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	l.data = data
	return nil
}

func (l *loaded) Len() int {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return len(l.data)
}

// told tells of its values in the order in which they are stored.
type told struct {
	mu  sync.Mutex
	cfg *string
}

func (t *told) Set(cfg *string, out *os.File) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.cfg = cfg
	out.WriteString("changed")
}

func (t *told) Get() *string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.cfg
}

// named stores what its argument alone decides.
type named struct {
	mu   sync.Mutex
	name string
}

func (n *named) Set(name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.name = strings.ToLower(name)
}

func (n *named) Get() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.name
}
