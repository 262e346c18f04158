package golden

import "sync"

type server struct {
	wg sync.WaitGroup
}

func (s *server) run(f func()) {
	s.wg.Add(1)
	defer s.wg.Done()
	f()
}

func (s *server) wait() { s.wg.Wait() }

type app struct{ server server }

func (a *app) start(fs ...func()) {
	for _, f := range fs {
		go a.server.run(f)
	}
}
