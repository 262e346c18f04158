package a

import (
	"bytes"
	"net/http"
)

func later(text string) func() string {
	var buf bytes.Buffer
	buf.WriteString(text)
	return func() string { return buf.String() }
}

func route(text string) {
	var buf bytes.Buffer
	buf.WriteString(text)
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { _, _ = w.Write(buf.Bytes()) })
}
