package a

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"io"
)

func fails(w io.Writer) error {
	zw, err := gzip.NewWriterLevel(w, gzip.BestSpeed)
	if err != nil {
		return err
	}
	return zw.Close()
}

func level(w io.Writer, n int) error {
	zw, _ := gzip.NewWriterLevel(w, n)
	return zw.Close()
}

func scan(r io.Reader) int {
	lines := bufio.NewScanner(r)
	n := 0
	for lines.Scan() {
		n++
	}
	return n
}

func over(data []byte, w io.Writer) error {
	buf := bytes.NewBuffer(data)
	_, err := buf.WriteTo(w)
	return err
}
