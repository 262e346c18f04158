package server

type state uint8

const (
	idle state = iota
	running
	stopped
)

type Server struct {
	closed bool
	state  state
	quit   chan struct{}
}

func (s *Server) Close() {
	if s.closed {
		return
	}
	s.closed = true
	close(s.quit)
}

func (s *Server) CloseToo() {
	if !s.closed {
		s.closed = true
		close(s.quit)
	}
}

func (s *Server) Reopen() {
	if s.closed {
		s.closed = false
		s.quit = make(chan struct{})
	}
}

func (s *Server) Mark() {
	if !s.closed {
		s.closed = true
	}
}

func (s *Server) Start() bool {
	if s.state != idle {
		return false
	}
	s.state = running
	return true
}

func (s *Server) Stop() {
	if s.state == stopped {
		return
	}
	s.state = stopped
	s.Close()
}

func (s *Server) Resume() {
	if s.state == stopped {
		s.state = running
	}
}

func (s *Server) IsClosed() bool { return s.closed || s.state == stopped }
