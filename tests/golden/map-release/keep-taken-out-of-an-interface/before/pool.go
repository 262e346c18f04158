package pool

type Conn struct{}

func (c *Conn) Close() error { return nil }

type Registry struct{ apps map[string]any }

type Server struct{ conn *Conn }

func (s *Server) Provision(r *Registry) {
	s.conn = r.apps["conn"].(*Conn)
}

func (s *Server) Stop() { s.conn.Close() }
