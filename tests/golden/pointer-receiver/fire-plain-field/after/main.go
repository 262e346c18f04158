package main

import "fmt"

type Server struct {
	name string
}

// SetName gives the server its name.
func (s *Server) SetName(name string) {
	s.name = name // kept
}

func main() {
	s := Server{name: "old"}
	s.SetName("new")
	fmt.Println(s.name)
}
