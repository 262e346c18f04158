package main

import (
	"fmt"
	"net/http"
	"net/url"
)

type query struct{ stale, one bool }

func arguments(q query) url.Values {
	var values url.Values
	if q.stale {
		values.Set("a", "1")
	}
	if q.one {
		values.Add("a", "2")
	}
	return values
}

func headers() (h http.Header) {
	h.Add("X", "x")
	h.Add("X", "y")
	return h
}

// count reads the map in front of the write, with methods that cannot make it.
func count() int {
	var h http.Header
	if h.Get("a") == "" {
		h.Set("a", "1")
	}
	return len(h)
}

// made has its map on one way already.
func made(start url.Values) string {
	var values url.Values
	values = start
	if values == nil {
		values = url.Values{}
	}
	values.Set("b", "3")
	return values.Encode()
}

func main() {
	fmt.Println(arguments(query{true, true}).Encode())
	fmt.Println(headers()["X"])
	fmt.Println(count())
	fmt.Println(made(nil))
}
