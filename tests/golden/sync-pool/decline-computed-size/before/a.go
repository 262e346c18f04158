package a

import "io"

func size() int { return 4096 }

func read(r io.Reader) (string, error) {
	b := make([]byte, size())
	n, err := r.Read(b)
	return string(b[:n]), err
}
