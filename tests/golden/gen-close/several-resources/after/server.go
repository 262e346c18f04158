package server

import (
	"errors"
	"net"
	"os"
	"sync"
	"time"
)

type Server struct {
	log       *os.File
	listener  net.Listener
	tick      *time.Ticker
	conns     map[string]net.Conn
	closeOnce sync.Once
	closeErr  error
}

func NewServer(addr, name string) (*Server, error) {
	log, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	s := &Server{log: log, conns: make(map[string]net.Conn)}
	s.listener, err = net.Listen("tcp", addr)
	if err != nil {
		_ = log.Close()
		return nil, err
	}
	if addr == "" {
		_ = s.listener.Close()
		_ = log.Close()
		return nil, os.ErrInvalid
	}
	s.tick = time.NewTicker(time.Second)
	return s, nil
}

// Close closes what the Server has opened.
// It may be called more than once.
func (s *Server) Close() error {
	s.closeOnce.Do(func() {
		var errs []error
		for _, each := range s.conns {
			errs = append(errs, each.Close())
		}
		if s.tick != nil {
			s.tick.Stop()
		}
		if s.listener != nil {
			errs = append(errs, s.listener.Close())
		}
		if s.log != nil {
			errs = append(errs, s.log.Close())
		}
		s.closeErr = errors.Join(errs...)
	})
	return s.closeErr
}

func (s *Server) Connect(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	s.conns[addr] = conn
	return nil
}
