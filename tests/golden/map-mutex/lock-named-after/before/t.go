package t

import "sync"

type session struct {
	conns     map[int]string
	connsLock sync.Mutex
	done      chan bool
}

func newSession() *session { return &session{conns: map[int]string{}, done: make(chan bool)} }

func (s *session) Connect(fd int, conn string) {
	s.connsLock.Lock()
	s.conns[fd] = conn
	s.connsLock.Unlock()
}

func (s *session) Complete() bool {
	for _, conn := range s.conns {
		if conn == "" {
			return false
		}
	}
	return true
}

func (s *session) Drop(fd int) {
	delete(s.conns, fd)
}
