package golden

type op struct {
	key   string
	value int
	reply chan int
}

type Server struct {
	ops   chan op
	state map[string]int
}

func Start() *Server {
	s := &Server{ops: make(chan op), state: make(map[string]int)}
	go s.serve()
	return s
}

func (s *Server) serve() {
	for o := range s.ops {
		s.state[o.key] += o.value
		o.reply <- s.state[o.key]
	}
}

func (s *Server) Add(key string, value int) int {
	reply := make(chan int)
	s.ops <- op{key, value, reply}
	return <-reply
}
