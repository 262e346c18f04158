package main

import (
	"net/http"
	_ "net/http/pprof"
)

func main() {
	mux := http.NewServeMux()
	http.ListenAndServe(":8080", mux)
	srv := &http.Server{Addr: ":8081", Handler: mux}
	srv.ListenAndServe()
}
