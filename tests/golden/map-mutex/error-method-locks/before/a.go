package errs

import (
	"errors"
	"fmt"
)

type S struct{ m map[string]int }

func New() *S { return &S{m: map[string]int{}} }

type E struct {
	s *S
	k string
}

func (e *E) Error() string   { return fmt.Sprint(e.k, e.s.m[e.k]) }
func (e *E) Is(t error) bool { return e.s.m["k"] > 0 }
func (s *S) Put(k string) error {
	if s.m[k] > 3 {
		var e error = &E{s, k}
		if errors.Is(e, errBig) {
			return fmt.Errorf("put: %w: %v", e, e)
		}
	}
	s.m[k]++
	return nil
}

var errBig = errors.New("big")
