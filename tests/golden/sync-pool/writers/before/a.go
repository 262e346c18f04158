package a

import (
	"bufio"
	"compress/gzip"
	"compress/zlib"
	"io"
)

func pack(w io.Writer, s string) error {
	zw := gzip.NewWriter(w)
	defer zw.Close()
	_, err := io.WriteString(zw, s)
	return err
}

func deflate(w io.Writer, s string) error {
	zw, _ := zlib.NewWriterLevel(w, zlib.BestSpeed)
	bw := bufio.NewWriterSize(zw, 32<<10)
	bw.WriteString(s)
	if err := bw.Flush(); err != nil {
		return err
	}
	return zw.Close()
}

func read(r io.Reader) (string, error) {
	br := bufio.NewReader(r)
	return br.ReadString('\n')
}
