package golden

import "sync/atomic"

type Mock struct {
	index    int
	sessions []string
	errors   []error
	next     uint32
}

func (m *Mock) Build() (string, error) {
	session := m.sessions[m.index]
	err := m.errors[m.index]
	m.index++
	return session, err
}

func (m *Mock) Both() (string, error) {
	session, err := m.sessions[m.index], m.errors[m.index]
	m.index++
	return session, err
}

func (m *Mock) Logged() string {
	session := m.sessions[m.index]
	println(session, m.index)
	index := m.index
	m.index++
	return session[index:]
}

func (m *Mock) Turn() string {
	session := m.sessions[m.next%uint32(len(m.sessions))]
	atomic.AddUint32(&m.next, 1)
	return session
}

func (m *Mock) Turned() uint32 { return atomic.LoadUint32(&m.next) }

func (m *Mock) Before() bool {
	before := m.next
	atomic.AddUint32(&m.next, 1)
	return before == 0
}

func (m *Mock) Away(f func() string) string {
	session := f() + m.sessions[m.next]
	atomic.AddUint32(&m.next, 1)
	return session
}
