package safe

import "net/netip"

type inner struct{ mode string }

type Outer struct{ in inner }

var shared Outer

func (o *Outer) Set(m string) { o.in.mode = m }

func (o *Outer) Mode() string { return o.in.mode }

// Others may write Server{}, and so do tests.
type Server struct {
	onRequest func(string) string
	addr      netip.Addr
}

func New(f func(string) string) *Server { return &Server{onRequest: f} }

func (s *Server) Handle(f func(string) string) { s.onRequest = f }

func (s *Server) Unset() { s.onRequest = nil }

func (s *Server) Serve(request string) string {
	if s.onRequest == nil {
		return ""
	}
	return s.onRequest(request)
}

func (s *Server) SetAddr(a netip.Addr) { s.addr = a }

func (s *Server) IsLoopback() bool { return s.addr.IsLoopback() }

// The table of an embedded struct.
type Cache struct{ table map[string]int }

func (c *Cache) Replace(table map[string]int) { c.table = table }

func (c *Cache) Get(key string) int { return c.table[key] }

type Named struct {
	Cache
	name string
}

func (n *Named) Size() int { return len(n.table) }
