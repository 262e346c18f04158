package a

import (
	"bytes"
	"io"
)

func start(w io.Writer, text string) {
	var buf bytes.Buffer
	buf.WriteString(text)
	go func() { _, _ = w.Write(buf.Bytes()) }()
}

func call(w io.Writer, text string) {
	buf := new(bytes.Buffer)
	buf.WriteString(text)
	go buf.WriteTo(w)
}
