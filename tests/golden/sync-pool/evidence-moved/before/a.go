package a

import "io"

type frame struct {
	data [4096]byte
	n    int
}

func parse(r io.Reader) (int, error) {
	var f frame
	n, err := r.Read(f.data[:])
	f.n = n
	return f.n, err
}
