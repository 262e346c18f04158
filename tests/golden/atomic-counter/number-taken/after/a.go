package golden

import "sync/atomic"

type Mock struct {
	index    atomic.Int64
	sessions []string
	errors   []error
	next     atomic.Uint32
}

func (m *Mock) Build() (string, error) {
	index := int(m.index.Add(1)) - 1
	session := m.sessions[index]
	err := m.errors[index]
	return session, err
}

func (m *Mock) Both() (string, error) {
	index := int(m.index.Add(1)) - 1
	session, err := m.sessions[index], m.errors[index]
	return session, err
}

func (m *Mock) Logged() string {
	session := m.sessions[m.index.Load()]
	println(session, int(m.index.Load()))
	index := int(m.index.Add(1) - 1)
	return session[index:]
}

func (m *Mock) Turn() string {
	next := m.next.Add(1) - 1
	session := m.sessions[next%uint32(len(m.sessions))]
	return session
}

func (m *Mock) Turned() uint32 { return m.next.Load() }

func (m *Mock) Before() bool {
	before := m.next.Add(1) - 1
	return before == 0
}

func (m *Mock) Away(f func() string) string {
	session := f() + m.sessions[m.next.Load()]
	m.next.Add(1)
	return session
}
