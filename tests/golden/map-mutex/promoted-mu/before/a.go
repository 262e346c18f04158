package golden

import "sync"

type base struct {
	mu   sync.Mutex
	open bool
}

type Server struct {
	base
	conns map[int]bool
}

func NewServer() *Server { return &Server{conns: map[int]bool{}} }

func (s *Server) Open() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.open = true
}

func (s *Server) Add(id int) {
	s.conns[id] = true
}

type part struct {
	rows map[int]int
}

func (p *part) put(k int) {
	p.rows[k]++
}

type whole struct {
	base
	*part
}

func newWhole() *whole { return &whole{part: &part{rows: map[int]int{}}} }

func (w *whole) close() {
	w.mu.Lock()
	w.open = false
	w.mu.Unlock()
}
