package older

type Server struct{ err error }

func (s *Server) Fail(err error) { s.err = err }

func (s *Server) Err() error { return s.err }
