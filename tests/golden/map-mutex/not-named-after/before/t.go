package t

import "sync"

type pool struct {
	conns           map[int]string
	connsClosedLock sync.Mutex
	connsClosed     int
}

func newPool() *pool { return &pool{conns: map[int]string{}} }

func (p *pool) Connect(fd int, conn string) { p.conns[fd] = conn }

func (p *pool) Get(fd int) string { return p.conns[fd] }

type both struct {
	conns     map[int]string
	connsLock sync.Mutex
	connsMu   sync.Mutex
}

func newBoth() *both { return &both{conns: map[int]string{}} }

func (b *both) Connect(fd int, conn string) { b.conns[fd] = conn }

func (b *both) Get(fd int) string { return b.conns[fd] }
