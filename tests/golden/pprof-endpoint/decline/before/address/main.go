package main

import (
	"flag"
	"net/http"
	_ "net/http/pprof"
)

func main() {
	address := flag.String("address", ":6060", "where to serve")
	flag.Parse()
	go http.ListenAndServe(*address, nil)
	http.ListenAndServe(*address+"1", http.NotFoundHandler())
}
