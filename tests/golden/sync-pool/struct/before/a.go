package a

import (
	"encoding/json"
	"io"
)

type frame struct {
	data  [4096]byte
	names []string
	n     int
}

func parse(r io.Reader) (int, error) {
	var f frame
	n, err := r.Read(f.data[:])
	f.n = n
	return f.n, err
}

func load(r io.Reader) ([]string, error) {
	f := &frame{n: 1}
	err := json.NewDecoder(r).Decode(f)
	return f.names, err
}

func made(r io.Reader) int {
	f := new(frame)
	_ = json.NewDecoder(r).Decode(f)
	return f.n
}
