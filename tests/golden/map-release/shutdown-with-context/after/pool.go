package pool

import "context"

type Server struct{}

func (s *Server) Shutdown(ctx context.Context) error { return nil }

type Pool struct{ servers map[string]*Server }

func (p *Pool) Set(ctx context.Context, k string, s *Server) error {
	old := p.servers[k]
	p.servers[k] = s
	if old != nil && old != s {
		return old.Shutdown(ctx)
	}
	return nil
}

func (p *Pool) Stop(ctx context.Context) {
	for k, s := range p.servers {
		s.Shutdown(ctx)
		delete(p.servers, k)
	}
}
