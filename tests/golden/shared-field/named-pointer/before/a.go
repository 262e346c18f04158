package golden

type Conn struct{ id int }

type Lazy struct {
	conn *Conn
}

func (l *Lazy) Get() *Conn {
	if l.conn == nil {
		l.conn = &Conn{id: 1}
	}
	return l.conn
}
