package golden

import "sync"

type Conn struct{ id int }

type Lazy struct {
	mu   sync.Mutex // guards conn
	conn *Conn
}

func (l *Lazy) Get() *Conn {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		l.conn = &Conn{id: 1}
	}
	return l.conn
}
