package pool

import (
	"io"
	"net/http"
)

type Registry struct {
	clients  map[string]*http.Client
	handlers map[string]http.Handler
	sources  map[string]io.ReadCloser
}

func (r *Registry) Register(name string, c *http.Client, h http.Handler, s io.ReadCloser) {
	r.clients[name] = c
	r.handlers[name] = h
	r.sources[name] = s
}
