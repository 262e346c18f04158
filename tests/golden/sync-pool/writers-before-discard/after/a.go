package a

import (
	"compress/gzip"
	"io"
	"io/ioutil"
	"sync"
)

var gzipWriterPool = sync.Pool{New: func() interface{} { return gzip.NewWriter(ioutil.Discard) }}

func pack(w io.Writer, s string) error {
	zw := gzipWriterPool.Get().(*gzip.Writer)
	zw.Reset(w)
	defer func() {
		zw.Reset(ioutil.Discard)
		gzipWriterPool.Put(zw)
	}()
	defer zw.Close()
	_, err := io.WriteString(zw, s)
	return err
}
