package a

import "io"

type frame struct {
	reads int
	data  [2048]byte
}

func parse(r io.Reader) (int, error) {
	var f frame
	f.reads++
	_, err := r.Read(f.data[:])
	return f.reads + int(f.data[7]), err
}
