package a

import (
	"errors"
	"sync"
	"time"
)

type Sink interface{ Write(text string) error }

// core has a lock for its sink alone.
type core struct {
	sink Sink
	rw   sync.RWMutex
}

func (c *core) Write(text string) error {
	c.rw.RLock()
	defer c.rw.RUnlock()
	return c.sink.Write(text)
}

func (c *core) SetSink(sink Sink) {
	c.rw.Lock()
	defer c.rw.Unlock()
	c.sink = sink
}

// stack has one for more.
type stack struct {
	mu    sync.Mutex
	names []string
	probe func()
}

func (s *stack) Add(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names = append(s.names, name)
}

func (s *stack) SetProbe(probe func()) {
	s.mu.Lock()
	s.probe = probe
	s.mu.Unlock()
}

func (s *stack) Probe() func() {
	s.mu.Lock()
	p := s.probe
	s.mu.Unlock()
	return p
}

// watcher has one that keeps its refreshes apart.
type watcher struct {
	lock  sync.RWMutex
	cache map[string]int
}

func (w *watcher) Usage(name string) (int, error) {
	w.lock.RLock()
	defer w.lock.RUnlock()

	v, ok := w.cache[name]
	if !ok {
		return 0, errors.New("no value")
	}

	return v, nil
}

func (w *watcher) Refresh() {
	w.lock.Lock()
	defer w.lock.Unlock()
	fresh := map[string]int{}
	fresh["a"] = time.Now().Second()
	w.cache = fresh
}

// pair is read as one.
type pair struct {
	mu    sync.Mutex
	left  *string
	right string
}

func (p *pair) Both() (*string, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.left, p.right
}

func (p *pair) SetLeft(s *string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left = s
}

// once decides under its lock.
type once struct {
	mu  sync.Mutex
	cfg *string
}

func (o *once) Set(s *string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.cfg = s
}

func (o *once) Init(s *string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.cfg == nil {
		o.cfg = s
	}
}

func (o *once) Get() *string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.cfg
}

// helped calls what counts on the lock.
type helped struct {
	mu   sync.Mutex
	hits int
	cfg  *string
}

func (h *helped) Get() *string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.count()
	return h.cfg
}

func (h *helped) count() { h.hits++ }

func (h *helped) Set(s *string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cfg = s
}

// spoken says what its lock is for.
type spoken struct {
	mu  sync.Mutex
	cfg *string
}

func (s *spoken) Get() *string {
	// Waits for Set.
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cfg
}

func (s *spoken) Set(cfg *string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cfg = cfg
}

type Conn interface {
	Send(text string)
	Close() error
}

// line closes under its lock what senders use under it.
type line struct {
	mu   sync.RWMutex
	conn Conn
}

func (l *line) Send(text string) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	l.conn.Send(text)
}

func (l *line) Conn() Conn {
	l.mu.RLock()
	defer l.mu.RUnlock()
	return l.conn
}

func (l *line) Redial(conn Conn) {
	l.mu.Lock()
	l.conn = conn
	l.mu.Unlock()
}

// shown keeps two fields in step.
type shown struct {
	mu    sync.Mutex
	title *string
	size  int
}

func (s *shown) Set(title *string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.title = title
	s.size = len(*title)
}

func (s *shown) Title() *string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.title
}
