package a

import (
	"bytes"
	"net/http"
)

func handler(name string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		buf := new(bytes.Buffer)
		defer func() { _, _ = w.Write(buf.Bytes()) }()
		buf.WriteString(name)
	}
}
