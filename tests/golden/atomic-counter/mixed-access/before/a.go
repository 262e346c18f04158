package mixed

import "sync/atomic"

// Stats counts requests.
type Stats struct {
	name     string
	requests int64 // all of them
	errors   int64
}

func (s *Stats) Request() { atomic.AddInt64(&s.requests, 1) }

func (s *Stats) Error() { s.errors++ }

func (s *Stats) Requests() int64 {
	return s.requests
}

func (s *Stats) Reset() int64 {
	return atomic.SwapInt64(&s.requests, 0)
}

func (s *Stats) Serve(ready, stop chan bool) {
	go func() {
		s.Request()
		ready <- true
		s.Request()
		<-stop
	}()
	<-ready
	println(s.name, s.Requests())
}
