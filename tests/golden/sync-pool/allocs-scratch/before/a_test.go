package a

import (
	"io"
	"testing"
)

type source struct{ n int }

func (s *source) Read(p []byte) (int, error) {
	if s.n == 0 {
		s.n = 3
		return 0, io.EOF
	}
	s.n--
	return len(p), nil
}

type sink struct{ n int }

func (s *sink) Write(p []byte) (int, error) {
	s.n += len(p)
	return len(p), nil
}

func BenchmarkFixed(b *testing.B) {
	r, w := &source{3}, &sink{}
	for range b.N {
		if _, err := fixed(w, r); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGiven(b *testing.B) {
	r := &source{1 << 30}
	for range b.N {
		if _, err := given(r, 5000); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkGrowing(b *testing.B) {
	w := &sink{}
	for range b.N {
		if err := growing(w, 2000); err != nil {
			b.Fatal(err)
		}
	}
}
