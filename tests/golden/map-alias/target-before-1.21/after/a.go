package shop

import "net/http"

type client struct{ headers http.Header }

type request struct{ header http.Header }

func (c *client) request() *request {
	r := &request{header: make(http.Header)}
	if c.headers != nil {
		newCopied := make(http.Header, len(c.headers))
		for k, v := range c.headers {
			newCopied[k] = v
		}
		r.header = newCopied
	}
	return r
}

func join(base, over map[string]string) map[string]string {
	if len(base) == 0 {
		var newCopied map[string]string
		if over != nil {
			newCopied = make(map[string]string, len(over))
			for k, v := range over {
				newCopied[k] = v
			}
		}
		return newCopied
	}
	if base != nil {
		newCopied := make(map[string]string, len(base))
		for k, v := range base {
			newCopied[k] = v
		}
		base = newCopied
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
	if made.labels != nil {
		newCopied := make(map[string]string, len(made.labels))
		for k, v := range made.labels {
			newCopied[k] = v
		}
		made.labels = newCopied
	}
	made.names = append(made.names[:0:0], made.names...)
	made.labels["a"] = "b"
	made.names[0] = "x"
	return made
}
