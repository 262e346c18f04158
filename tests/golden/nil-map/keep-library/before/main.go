package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
)

type labels map[string]string

func (l *labels) Set(key, value string) {
	if *l == nil {
		*l = labels{}
	}
	(*l)[key] = value
}

// Header is no map.
type Header struct{ first string }

func (h *Header) Add(_, value string) { h.first = value }

func read() string {
	var values url.Values
	values.Del("a")
	return fmt.Sprint("x=", values.Get("a"), " ", values.Encode() == "")
}

func parsed(text string) string {
	var values url.Values
	values, _ = url.ParseQuery(text)
	values.Set("y", "1")
	return values.Encode()
}

func decoded(text string) string {
	var h http.Header
	if json.Unmarshal([]byte(text), &h) != nil {
		return ""
	}
	h.Set("A", "z")
	return h.Get("A")
}

func given(h http.Header) {
	h.Set("a", "1")
}

func own() {
	var l labels
	l.Set("a", "1")
	var h Header
	h.Add("a", "1")
}

func main() {
	fmt.Println(read())
	fmt.Println(parsed(""))
	fmt.Println(decoded("{}"))
	given(http.Header{})
	own()
}
