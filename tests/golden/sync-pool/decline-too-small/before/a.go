package a

import (
	"bufio"
	"fmt"
	"io"
)

func slice(r io.Reader) (string, error) {
	b := make([]byte, 512)
	n, err := r.Read(b)
	return string(b[:n]), err
}

type point struct{ x, y int }

func object() string {
	p := &point{1, 2}
	return fmt.Sprint(p)
}

func lines(w io.Writer) error {
	bw := bufio.NewWriterSize(w, 256)
	bw.WriteString("text")
	return bw.Flush()
}
