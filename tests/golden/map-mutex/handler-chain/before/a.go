package golden

import "net/http"

type Server struct {
	hits map[string]int
}

func (s *Server) Routes(mux *http.ServeMux) {
	mux.HandleFunc("/add", s.add)
	mux.HandleFunc("/get", s.get)
}

func (s *Server) add(w http.ResponseWriter, r *http.Request) { s.count(r.URL.Path) }

func (s *Server) count(k string) { s.hits[k]++ }

func (s *Server) get(w http.ResponseWriter, r *http.Request) {
	if s.hits[r.URL.Path] == 0 {
		w.WriteHeader(http.StatusNotFound)
	}
}
