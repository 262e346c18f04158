package a

import (
	"io"
	"strconv"
)

func fixed(w io.Writer, r io.Reader) (int64, error) {
	buf := make([]byte, 32<<10)
	return io.CopyBuffer(w, r, buf)
}

func given(r io.Reader, n int) (byte, error) {
	data := make([]byte, n)
	_, err := io.ReadFull(r, data)
	return data[n-1], err
}

func growing(w io.Writer, n int) error {
	line := make([]byte, 0, 4096)
	for i := range n {
		line = strconv.AppendInt(line, int64(i), 10)
	}
	_, err := w.Write(line)
	return err
}
