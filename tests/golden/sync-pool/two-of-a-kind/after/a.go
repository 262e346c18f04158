package a

import (
	"bufio"
	"io"
	"sync"
)

var bufioReaderPool = sync.Pool{New: func() any { return bufio.NewReader(nil) }}

func same(r1, r2 io.Reader) bool {
	b1 := bufioReaderPool.Get().(*bufio.Reader)
	b1.Reset(r1)
	defer func() {
		b1.Reset(nil)
		bufioReaderPool.Put(b1)
	}()
	b2 := bufioReaderPool.Get().(*bufio.Reader)
	b2.Reset(r2)
	defer func() {
		b2.Reset(nil)
		bufioReaderPool.Put(b2)
	}()
	line1, _ := b1.ReadString('\n')
	line2, _ := b2.ReadString('\n')
	return line1 == line2
}

func first(r io.Reader) (string, error) {
	br := bufioReaderPool.Get().(*bufio.Reader)
	br.Reset(r)
	defer func() {
		br.Reset(nil)
		bufioReaderPool.Put(br)
	}()
	return br.ReadString('\n')
}
