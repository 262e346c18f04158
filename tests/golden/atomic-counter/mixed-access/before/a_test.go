package mixed

import "testing"

func TestServe(t *testing.T) {
	ready, stop := make(chan bool), make(chan bool)
	s := &Stats{name: "a"}
	go func() {
		for range 1000 {
			s.Request()
		}
		stop <- true
	}()
	for range 1000 {
		if s.Requests() < 0 {
			t.Fatal("negative")
		}
	}
	s.Serve(ready, stop)
	s.Reset()
}
