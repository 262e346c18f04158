package a

import (
	"bufio"
	"compress/gzip"
	"io"
)

func pack(w io.Writer, s string) error {
	zw := gzip.NewWriter(w)
	if _, err := io.WriteString(zw, s); err != nil {
		return err
	}
	return zw.Close()
}

func lines(w io.Writer, s string) error {
	bw := bufio.NewWriter(w)
	bw.WriteString(s)
	return bw.Flush()
}
