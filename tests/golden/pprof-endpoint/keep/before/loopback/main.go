package main

import (
	"flag"
	"log"
	"net/http"
	_ "net/http/pprof"
)

func main() {
	debug := flag.String("debug", "localhost:6061", "address of the profiler")
	flag.Parse()
	go http.ListenAndServe("localhost:6060", nil)
	go http.ListenAndServe("127.0.0.1:6060", nil)
	go http.ListenAndServe("[::1]:6060", nil)
	log.Fatal(http.ListenAndServe(*debug, nil))
}
