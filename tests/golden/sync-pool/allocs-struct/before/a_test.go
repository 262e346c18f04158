package a

import "testing"

type source struct{ n int }

func (s *source) Read(p []byte) (int, error) {
	s.n++
	p[0] = 1
	return 1, nil
}

func BenchmarkParse(b *testing.B) {
	r := &source{}
	for range b.N {
		if n, err := parse(r); err != nil || n != 1 {
			b.Fatal(n, err)
		}
	}
}
