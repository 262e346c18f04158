package t

import "sync"

type pool struct {
	mu              sync.RWMutex // guards conns
	conns           map[int]string
	connsClosedLock sync.Mutex
	connsClosed     int
}

func newPool() *pool { return &pool{conns: map[int]string{}} }

func (p *pool) Connect(fd int, conn string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.conns[fd] = conn
}

func (p *pool) Get(fd int) string {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.conns[fd]
}

type both struct {
	mu        sync.RWMutex // guards conns
	conns     map[int]string
	connsLock sync.Mutex
	connsMu   sync.Mutex
}

func newBoth() *both { return &both{conns: map[int]string{}} }

func (b *both) Connect(fd int, conn string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.conns[fd] = conn
}

func (b *both) Get(fd int) string {
	b.mu.RLock()
	defer b.mu.RUnlock()
	return b.conns[fd]
}
