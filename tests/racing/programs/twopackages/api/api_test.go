package api

import (
	"strconv"
	"testing"

	"example.com/racing/internal/hammer"
	"example.com/racing/twopackages/store"
)

func TestHandle(t *testing.T) {
	s := store.New()
	a := New(s)
	hammer.Run(10, func(i int) {
		if err := a.Handle(strconv.Itoa(i)); err != nil {
			t.Error(err)
		}
	})
	if s.Count() != 10 {
		t.Errorf("%d documents, want 10", s.Count())
	}
}
