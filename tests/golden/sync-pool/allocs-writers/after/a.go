package a

import (
	"bufio"
	"compress/gzip"
	"io"
	"sync"
)

var gzipWriterPool = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}

func pack(w io.Writer, s string) error {
	zw := gzipWriterPool.Get().(*gzip.Writer)
	zw.Reset(w)
	defer func() {
		zw.Reset(io.Discard)
		gzipWriterPool.Put(zw)
	}()
	if _, err := io.WriteString(zw, s); err != nil {
		return err
	}
	return zw.Close()
}

var bufioWriterPool = sync.Pool{New: func() any { return bufio.NewWriter(nil) }}

func lines(w io.Writer, s string) error {
	bw := bufioWriterPool.Get().(*bufio.Writer)
	bw.Reset(w)
	defer func() {
		bw.Reset(nil)
		bufioWriterPool.Put(bw)
	}()
	bw.WriteString(s)
	return bw.Flush()
}
