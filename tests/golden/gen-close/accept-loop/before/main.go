package main

import (
	"fmt"
	"net"
	"runtime"
	"time"
)

type Server struct{ listener net.Listener }

func Listen() (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{listener: listener}
	go s.serve()
	return s, nil
}

func (s *Server) serve() {
	for {
		conn, err := s.listener.Accept()
		if err != nil {
			return
		}
		conn.Close()
	}
}

func use() error {
	s, err := Listen()
	if err != nil {
		return err
	}
	fmt.Println(s.listener.Addr().Network())
	return nil
}

func main() {
	before := runtime.NumGoroutine()
	if err := use(); err != nil {
		panic(err)
	}
	// A goroutine that has said that it is done may still be there for a moment.
	for i := 0; i < 100 && runtime.NumGoroutine() > before; i++ {
		time.Sleep(time.Millisecond)
	}
	fmt.Println(runtime.NumGoroutine() - before)
}
