package a

import "example.org/absent/sinks"

type server struct{ sink sinks.Sink }

func (s *server) Set(sink sinks.Sink) { s.sink = sink }

func (s *server) Sink() sinks.Sink { return s.sink }
