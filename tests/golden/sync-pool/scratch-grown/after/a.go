package a

import (
	"io"
	"strconv"
	"sync"
)

var linePool = sync.Pool{New: func() any {
	b := make([]byte, 0, 4096)
	return &b
}}

const maxPooledLine = 64 << 10 // bytes; larger ones are not kept

func format(w io.Writer, values []int) error {
	linePtr := linePool.Get().(*[]byte)
	line := (*linePtr)[:0]
	defer func() {
		if cap(line) <= maxPooledLine {
			*linePtr = line
			linePool.Put(linePtr)
		}
	}()
	for _, value := range values {
		line = strconv.AppendInt(line, int64(value), 10)
		line = append(line, '\n')
	}
	_, err := w.Write(line)
	return err
}

var seenPool = sync.Pool{New: func() any { return new([]int64) }}

const maxPooledSeen = 64 << 10 // elements; larger ones are not kept

func numbers(w io.Writer, values []int) int {
	seenPtr := seenPool.Get().(*[]int64)
	seen := (*seenPtr)[:0]
	defer func() {
		if cap(seen) <= maxPooledSeen {
			*seenPtr = seen
			seenPool.Put(seenPtr)
		}
	}()
	for _, value := range values {
		seen = append(seen[:len(seen)], int64(value))
	}
	return len(seen)
}

var outPool = sync.Pool{New: func() any { return new([]byte) }}

const maxPooledOut = 64 << 10 // bytes; larger ones are not kept

func nothing(w io.Writer) {
	outPtr := outPool.Get().(*[]byte)
	out := (*outPtr)[:0]
	defer func() {
		if cap(out) <= maxPooledOut {
			*outPtr = out
			outPool.Put(outPtr)
		}
	}()
	out = append(out, "text"...)
	w.Write(out)
}

func sized(w io.Writer, parts []string) {
	outPtr := outPool.Get().(*[]byte)
	if cap(*outPtr) < len(parts)*8 {
		*outPtr = make([]byte, 0, len(parts)*8)
	}
	out := (*outPtr)[:0]
	defer func() {
		if cap(out) <= maxPooledOut {
			*outPtr = out
			outPool.Put(outPtr)
		}
	}()
	for _, part := range parts {
		out = append(out, part...)
	}
	w.Write(out)
}
