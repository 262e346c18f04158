package a

import "io"

func text(r io.Reader, n int) (string, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		return "", err
	}
	return string(b), nil
}

func wide(r io.Reader, n int64) (string, error) {
	data := make([]byte, n)
	got, err := io.ReadFull(r, data)
	return string(data[:got]), err
}
