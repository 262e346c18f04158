package main

import (
	"net/http"
)

func started(u string) {
	go http.Get(u)
}

func deferred(u string) {
	defer http.Get(u)
}

func main() {}
