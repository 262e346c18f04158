package a

import (
	"strings"
	"testing"
)

type sink struct{ n int }

func (s *sink) Write(p []byte) (int, error) {
	s.n += len(p)
	return len(p), nil
}

func (s *sink) WriteString(p string) (int, error) {
	s.n += len(p)
	return len(p), nil
}

func BenchmarkLines(b *testing.B) {
	w, s := &sink{}, strings.Repeat("line\n", 500)
	for range b.N {
		if err := lines(w, s); err != nil {
			b.Fatal(err)
		}
	}
}
