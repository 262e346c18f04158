package a

import "io"

func head(r io.Reader) (string, error) {
	var tmp [8192]byte
	n, err := r.Read(tmp[:])
	for i := range tmp {
		tmp[i] ^= tmp[0]
	}
	return string(tmp[:min(n, len(tmp))]), err
}
