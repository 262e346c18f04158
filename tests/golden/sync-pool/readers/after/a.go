package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"sync"
)

var gzipReaderPool = sync.Pool{New: func() any { return new(gzip.Reader) }}

func unpack(r io.Reader) ([]byte, error) {
	z := gzipReaderPool.Get().(*gzip.Reader)
	err := z.Reset(r)
	defer gzipReaderPool.Put(z)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return io.ReadAll(z)
}

var bufPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxPooledBuf = 64 << 10 // bytes; larger ones are not kept

func each(texts [][]byte) (out []byte, err error) {
	buf := bufPool.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= maxPooledBuf {
			bufPool.Put(buf)
		}
	}()
	z := gzipReaderPool.Get().(*gzip.Reader)
	defer gzipReaderPool.Put(z)
	for _, text := range texts {
		err := z.Reset(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		buf.Reset()
		_, err = buf.ReadFrom(z)
		data := buf.Bytes()
		if err != nil {
			return nil, err
		}
		out = append(out, data...)
	}
	return out, nil
}

func broken(r io.Reader) (err error) {
	err = errors.New("unread")
	{
		z := gzipReaderPool.Get().(*gzip.Reader)
		err := z.Reset(r)
		defer gzipReaderPool.Put(z)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, z)
		return err
	}
}

func pack(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.Bytes()
}

func main() {
	text, _ := unpack(bytes.NewReader(pack("hello")))
	fmt.Println(string(text))
	text, _ = each([][]byte{pack("hello"), pack(" world")})
	fmt.Println(string(text))
	fmt.Println(broken(bytes.NewReader(make([]byte, 20))))
}
