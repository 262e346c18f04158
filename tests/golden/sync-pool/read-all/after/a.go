package a

import (
	"bytes"
	"encoding/json"
	"io"
	"sync"
)

var bufPool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

const maxPooledBuf = 64 << 10 // bytes; larger ones are not kept

func parse(r io.Reader, v any) error {
	buf := bufPool.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= maxPooledBuf {
			bufPool.Put(buf)
		}
	}()
	buf.Reset()
	_, err := buf.ReadFrom(r)
	data := buf.Bytes()
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

func count(r io.Reader) (n int, err error) {
	buf := bufPool.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= maxPooledBuf {
			bufPool.Put(buf)
		}
	}()
	buf.Reset()
	_, err = buf.ReadFrom(r)
	data := buf.Bytes()
	for _, c := range data {
		if c == '\n' {
			n++
		}
	}
	return n, err
}

func each(readers []io.Reader) (n int) {
	buf := bufPool.Get().(*bytes.Buffer)
	defer func() {
		if buf.Cap() <= maxPooledBuf {
			bufPool.Put(buf)
		}
	}()
	for _, r := range readers {
		buf.Reset()
		_, _ = buf.ReadFrom(r)
		data := buf.Bytes()
		n += len(data)
	}
	return n
}
