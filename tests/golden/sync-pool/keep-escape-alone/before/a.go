package a

import "io"

func copyAll(w io.Writer, r io.Reader) (int64, error) {
	buf := make([]byte, 32<<10)
	return io.CopyBuffer(w, r, buf)
}
