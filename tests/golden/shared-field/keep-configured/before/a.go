package golden

import "sync"

type Server struct {
	mu    sync.Mutex
	pool  string
	hooks []string
}

func New() *Server { return &Server{} }

func (s *Server) WithPool(pool string) *Server {
	s.pool = pool
	return s
}

func (s *Server) WithHooks(hooks []string) {
	if s.hooks == nil {
		s.hooks = hooks
	}
}

func (s *Server) Reload(pool string, hooks []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.pool = pool
	s.hooks = hooks
}

func (s *Server) Reset() {
	s.mu.Lock()
	s.pool = ""
	s.hooks = nil
	s.mu.Unlock()
}

func (s *Server) Each(do func(string)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	do(s.pool)
	for _, hook := range s.hooks {
		do(hook)
	}
}
