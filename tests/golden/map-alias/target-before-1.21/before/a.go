package shop

import "net/http"

type client struct{ headers http.Header }

type request struct{ header http.Header }

func (c *client) request() *request {
	r := &request{header: make(http.Header)}
	if c.headers != nil {
		r.header = c.headers
	}
	return r
}

func join(base, over map[string]string) map[string]string {
	if len(base) == 0 {
		return over
	}
	for k, v := range over {
		base[k] = v
	}
	return base
}

type config struct {
	labels map[string]string
	names  []string
}

func copied(c *config) config {
	made := *c
	made.labels["a"] = "b"
	made.names[0] = "x"
	return made
}
