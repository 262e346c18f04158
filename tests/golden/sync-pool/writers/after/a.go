package a

import (
	"bufio"
	"compress/gzip"
	"compress/zlib"
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
	defer zw.Close()
	_, err := io.WriteString(zw, s)
	return err
}

var zlibWriterPool = sync.Pool{New: func() any {
	w, _ := zlib.NewWriterLevel(io.Discard, zlib.BestSpeed)
	return w
}}

var bufioWriterPool = sync.Pool{New: func() any { return bufio.NewWriterSize(nil, 32<<10) }}

func deflate(w io.Writer, s string) error {
	zw := zlibWriterPool.Get().(*zlib.Writer)
	zw.Reset(w)
	defer func() {
		zw.Reset(io.Discard)
		zlibWriterPool.Put(zw)
	}()
	bw := bufioWriterPool.Get().(*bufio.Writer)
	bw.Reset(zw)
	defer func() {
		bw.Reset(nil)
		bufioWriterPool.Put(bw)
	}()
	bw.WriteString(s)
	if err := bw.Flush(); err != nil {
		return err
	}
	return zw.Close()
}

var bufioReaderPool = sync.Pool{New: func() any { return bufio.NewReader(nil) }}

func read(r io.Reader) (string, error) {
	br := bufioReaderPool.Get().(*bufio.Reader)
	br.Reset(r)
	defer func() {
		br.Reset(nil)
		bufioReaderPool.Put(br)
	}()
	return br.ReadString('\n')
}
