package a

import (
	"net"
	"os"
)

func file(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	return f.Close()
}

func connection(addr string) error {
	conn, err := net.Dial("tcp", addr)
	if err != nil {
		return err
	}
	return conn.Close()
}

type session struct{ data [4096]byte }

func (s *session) Close() error { return nil }

func own() error {
	s := &session{}
	return s.Close()
}
