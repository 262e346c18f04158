package safe

import (
	"net/netip"
	"sync/atomic"
)

type inner struct{ mode atomic.Pointer[string] }

// loadMode gives the zero value until mode has been stored.
func (i *inner) loadMode() (value string) {
	if stored := i.mode.Load(); stored != nil {
		value = *stored
	}
	return value
}

type Outer struct{ in inner }

var shared Outer

func (o *Outer) Set(m string) { o.in.mode.Store(&m) }

func (o *Outer) Mode() string { return o.in.loadMode() }

// Others may write Server{}, and so do tests.
type Server struct {
	onRequest atomic.Pointer[func(string) string]
	addr      atomic.Pointer[netip.Addr]
}

// loadAddr gives the zero value until addr has been stored.
func (s *Server) loadAddr() (value netip.Addr) {
	if stored := s.addr.Load(); stored != nil {
		value = *stored
	}
	return value
}

// loadOnRequest gives the zero value until onRequest has been stored.
func (s *Server) loadOnRequest() (value func(string) string) {
	if stored := s.onRequest.Load(); stored != nil {
		value = *stored
	}
	return value
}

func New(f func(string) string) *Server {
	server := &Server{}
	server.onRequest.Store(&f)
	return server
}

func (s *Server) Handle(f func(string) string) { s.onRequest.Store(&f) }

func (s *Server) Unset() { s.onRequest.Store(nil) }

func (s *Server) Serve(request string) string {
	onRequest := s.loadOnRequest()
	if onRequest == nil {
		return ""
	}
	return onRequest(request)
}

func (s *Server) SetAddr(a netip.Addr) { s.addr.Store(&a) }

func (s *Server) IsLoopback() bool { return s.loadAddr().IsLoopback() }

// The table of an embedded struct.
type Cache struct {
	table atomic.Pointer[map[string]int]
}

// loadTable gives the zero value until table has been stored.
func (c *Cache) loadTable() (value map[string]int) {
	if stored := c.table.Load(); stored != nil {
		value = *stored
	}
	return value
}

func (c *Cache) Replace(table map[string]int) { c.table.Store(&table) }

func (c *Cache) Get(key string) int { return c.loadTable()[key] }

type Named struct {
	Cache
	name string
}

func (n *Named) Size() int { return len(n.loadTable()) }
