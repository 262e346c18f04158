package handlerfield

// Server calls its handler for each request.
type Server struct {
	onRequest func(string) string
}

// Handle replaces the handler.
func (s *Server) Handle(f func(string) string) { s.onRequest = f }

func (s *Server) Serve(request string) string {
	if s.onRequest == nil {
		return ""
	}
	return s.onRequest(request)
}
