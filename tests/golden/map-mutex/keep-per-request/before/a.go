package golden

import (
	"fmt"
	"net/http"
)

type page struct {
	vars map[string]string
}

func (p *page) set(k, v string) { p.vars[k] = v }

func (p *page) render(w http.ResponseWriter) { fmt.Fprintln(w, len(p.vars)) }

func Register(mux *http.ServeMux) {
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		p := &page{vars: make(map[string]string)}
		p.set("path", r.URL.Path)
		p.render(w)
	})
}
