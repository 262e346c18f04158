package a

import (
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

type Sink interface{ Write(text string) error }

// core has a lock for its sink alone.
type core struct {
	sink atomic.Pointer[Sink]
}

func (c *core) Write(text string) error {
	return (*c.sink.Load()).Write(text)
}

func (c *core) SetSink(sink Sink) {
	c.sink.Store(&sink)
}

// stack has one for more.
type stack struct {
	mu    sync.Mutex
	names []string
	probe atomic.Pointer[func()]
}

func (s *stack) Add(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.names = append(s.names, name)
}

func (s *stack) SetProbe(probe func()) {
	s.probe.Store(&probe)
}

func (s *stack) Probe() func() {
	p := *s.probe.Load()
	return p
}

// watcher has one that keeps its refreshes apart.
type watcher struct {
	lock  sync.RWMutex
	cache atomic.Pointer[map[string]int]
}

func (w *watcher) Usage(name string) (int, error) {
	v, ok := (*w.cache.Load())[name]
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
	w.cache.Store(&fresh)
}

// pair is read as one.
type pair struct {
	mu    sync.Mutex
	left  atomic.Pointer[string]
	right string
}

func (p *pair) Both() (*string, string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.left.Load(), p.right
}

func (p *pair) SetLeft(s *string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.left.Store(s)
}

// once decides under its lock.
type once struct {
	mu  sync.Mutex
	cfg atomic.Pointer[string]
}

func (o *once) Set(s *string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.cfg.Store(s)
}

func (o *once) Init(s *string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.cfg.Load() == nil {
		o.cfg.Store(s)
	}
}

func (o *once) Get() *string {
	return o.cfg.Load()
}

// helped calls what counts on the lock.
type helped struct {
	mu   sync.Mutex
	hits int
	cfg  atomic.Pointer[string]
}

func (h *helped) Get() *string {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.count()
	return h.cfg.Load()
}

func (h *helped) count() { h.hits++ }

func (h *helped) Set(s *string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.cfg.Store(s)
}

// spoken says what its lock is for.
type spoken struct {
	mu  sync.Mutex
	cfg atomic.Pointer[string]
}

func (s *spoken) Get() *string {
	// Waits for Set.
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cfg.Load()
}

func (s *spoken) Set(cfg *string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cfg.Store(cfg)
}

type Conn interface {
	Send(text string)
	Close() error
}

// line closes under its lock what senders use under it.
type line struct {
	mu   sync.RWMutex
	conn atomic.Pointer[Conn]
}

func (l *line) Send(text string) {
	l.mu.RLock()
	defer l.mu.RUnlock()
	(*l.conn.Load()).Send(text)
}

func (l *line) Conn() Conn {
	return *l.conn.Load()
}

func (l *line) Redial(conn Conn) {
	l.conn.Store(&conn)
}

// shown keeps two fields in step.
type shown struct {
	mu    sync.Mutex
	title atomic.Pointer[string]
	size  int
}

func (s *shown) Set(title *string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.title.Store(title)
	s.size = len(*title)
}

func (s *shown) Title() *string {
	return s.title.Load()
}
