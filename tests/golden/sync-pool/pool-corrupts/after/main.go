package main

import (
	"bytes"
	"fmt"
	"runtime"
	"sync"
)

var pool = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func render(s string) []byte {
	buf := pool.Get().(*bytes.Buffer)
	buf.Reset()
	defer pool.Put(buf)
	buf.WriteString(s)
	return bytes.Clone(buf.Bytes())
}

func main() {
	runtime.GOMAXPROCS(1)
	first := render("first!")
	render("second")
	fmt.Printf("%s\n", first)
}
