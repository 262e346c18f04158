package a

import (
	"hash"
	"io"
	"sync"
)

const chunk = 32 << 10

var bufPool = sync.Pool{New: func() any {
	b := make([]byte, chunk)
	return &b
}}

func copyAll(w io.Writer, r io.Reader) (int64, error) {
	bufPtr := bufPool.Get().(*[]byte)
	defer bufPool.Put(bufPtr)
	buf := *bufPtr
	return io.CopyBuffer(w, r, buf)
}

var bufPool2 = sync.Pool{New: func() any {
	b := make([]byte, 4096)
	return &b
}}

func mix(h hash.Hash, r io.Reader) error {
	bufPtr := bufPool2.Get().(*[]byte)
	defer bufPool2.Put(bufPtr)
	buf := *bufPtr
	for {
		n, err := r.Read(buf)
		h.Write(buf[:n])
		if err != nil {
			return err
		}
	}
}

var zerosPool = sync.Pool{New: func() any {
	b := make([]byte, 2048)
	return &b
}}

func local(w io.Writer, n int) {
	const size = 2048
	zerosPtr := zerosPool.Get().(*[]byte)
	defer zerosPool.Put(zerosPtr)
	zeros := *zerosPtr
	clear(zeros)
	for n > 0 {
		w.Write(zeros[:min(n, size)])
		n -= size
	}
}
