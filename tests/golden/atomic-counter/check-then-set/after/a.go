package server

import "sync/atomic"

type state uint8

const (
	idle state = iota
	running
	stopped
)

type Server struct {
	closed atomic.Bool
	state  atomic.Uint32
	quit   chan struct{}
}

func (s *Server) Close() {
	if !s.closed.CompareAndSwap(false, true) {
		return
	}
	close(s.quit)
}

func (s *Server) CloseToo() {
	if s.closed.CompareAndSwap(false, true) {
		close(s.quit)
	}
}

func (s *Server) Reopen() {
	if s.closed.CompareAndSwap(true, false) {
		s.quit = make(chan struct{})
	}
}

func (s *Server) Mark() {
	s.closed.Store(true)
}

func (s *Server) Start() bool {
	if !s.state.CompareAndSwap(uint32(idle), uint32(running)) {
		return false
	}
	return true
}

func (s *Server) Stop() {
	if state(s.state.Swap(uint32(stopped))) == stopped {
		return
	}
	s.Close()
}

func (s *Server) Resume() {
	s.state.CompareAndSwap(uint32(stopped), uint32(running))
}

func (s *Server) IsClosed() bool { return s.closed.Load() || state(s.state.Load()) == stopped }
