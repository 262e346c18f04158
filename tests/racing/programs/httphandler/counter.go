package httphandler

import (
	"fmt"
	"net/http"
)

// Visits answers with how often a path was asked for.
type Visits struct {
	byPath map[string]int
}

func NewVisits() *Visits {
	return &Visits{byPath: map[string]int{}}
}

func (v *Visits) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	v.byPath[r.URL.Path]++
	fmt.Fprintf(w, "%d", v.byPath[r.URL.Path])
}

// Total is the number of all visits.
func (v *Visits) Total() int {
	total := 0
	for _, n := range v.byPath {
		total += n
	}
	return total
}
