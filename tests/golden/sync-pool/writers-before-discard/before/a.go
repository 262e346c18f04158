package a

import (
	"compress/gzip"
	"io"
)

func pack(w io.Writer, s string) error {
	zw := gzip.NewWriter(w)
	defer zw.Close()
	_, err := io.WriteString(zw, s)
	return err
}
