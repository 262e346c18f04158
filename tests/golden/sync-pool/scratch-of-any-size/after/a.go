package a

import (
	"io"
	"sync"
)

var scratchPool = sync.Pool{New: func() any { return new([]byte) }}

const maxPooledScratch = 64 << 10 // bytes; larger ones are not kept

func text(r io.Reader, n int) (string, error) {
	bPtr := scratchPool.Get().(*[]byte)
	defer func() {
		if cap(*bPtr) <= maxPooledScratch {
			scratchPool.Put(bPtr)
		}
	}()
	if cap(*bPtr) < n {
		*bPtr = make([]byte, n)
	}
	b := (*bPtr)[:n]
	clear(b)
	if _, err := io.ReadFull(r, b); err != nil {
		return "", err
	}
	return string(b), nil
}

var dataPool = sync.Pool{New: func() any { return new([]byte) }}

const maxPooledData = 64 << 10 // bytes; larger ones are not kept

func wide(r io.Reader, n int64) (string, error) {
	dataPtr := dataPool.Get().(*[]byte)
	defer func() {
		if cap(*dataPtr) <= maxPooledData {
			dataPool.Put(dataPtr)
		}
	}()
	if cap(*dataPtr) < int(n) {
		*dataPtr = make([]byte, int(n))
	}
	data := (*dataPtr)[:int(n)]
	got, err := io.ReadFull(r, data)
	return string(data[:got]), err
}
