package main

import (
	"fmt"
	"net"
	"runtime"
	"sync"
	"time"
)

type Server struct {
	listener  net.Listener
	wg        sync.WaitGroup
	closeOnce sync.Once
	closeErr  error
}

func Listen() (*Server, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &Server{listener: listener}
	s.wg.Add(1)
	go s.serve()
	return s, nil
}

// Close ends the goroutines of the Server and closes what it has opened.
// It may be called more than once.
func (s *Server) Close() error {
	s.closeOnce.Do(func() {
		if s.listener != nil {
			s.closeErr = s.listener.Close()
		}
		s.wg.Wait()
	})
	return s.closeErr
}

func (s *Server) serve() {
	defer s.wg.Done()
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
	defer s.Close()
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
