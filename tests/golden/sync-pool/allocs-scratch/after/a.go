package a

import (
	"io"
	"strconv"
	"sync"
)

var bufPool = sync.Pool{New: func() any {
	b := make([]byte, 32<<10)
	return &b
}}

func fixed(w io.Writer, r io.Reader) (int64, error) {
	bufPtr := bufPool.Get().(*[]byte)
	defer bufPool.Put(bufPtr)
	buf := *bufPtr
	return io.CopyBuffer(w, r, buf)
}

var dataPool = sync.Pool{New: func() any { return new([]byte) }}

const maxPooledData = 64 << 10 // bytes; larger ones are not kept

func given(r io.Reader, n int) (byte, error) {
	dataPtr := dataPool.Get().(*[]byte)
	defer func() {
		if cap(*dataPtr) <= maxPooledData {
			dataPool.Put(dataPtr)
		}
	}()
	if cap(*dataPtr) < n {
		*dataPtr = make([]byte, n)
	}
	data := (*dataPtr)[:n]
	clear(data)
	_, err := io.ReadFull(r, data)
	return data[n-1], err
}

var linePool = sync.Pool{New: func() any {
	b := make([]byte, 0, 4096)
	return &b
}}

const maxPooledLine = 64 << 10 // bytes; larger ones are not kept

func growing(w io.Writer, n int) error {
	linePtr := linePool.Get().(*[]byte)
	line := (*linePtr)[:0]
	defer func() {
		if cap(line) <= maxPooledLine {
			*linePtr = line
			linePool.Put(linePtr)
		}
	}()
	for i := range n {
		line = strconv.AppendInt(line, int64(i), 10)
	}
	_, err := w.Write(line)
	return err
}
