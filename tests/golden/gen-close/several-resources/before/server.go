package server

import (
	"net"
	"os"
	"time"
)

type Server struct {
	log      *os.File
	listener net.Listener
	tick     *time.Ticker
	conns    map[string]net.Conn
}

func NewServer(addr, name string) (*Server, error) {
	log, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	s := &Server{log: log, conns: make(map[string]net.Conn)}
	s.listener, err = net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	if addr == "" {
		return nil, os.ErrInvalid
	}
	s.tick = time.NewTicker(time.Second)
	return s, nil
}

func (s *Server) Connect(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	s.conns[addr] = conn
	return nil
}
