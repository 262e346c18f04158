package main

import (
	"flag"
	"log"
	"net/http"
	_ "net/http/pprof"
)

func main() {
	debug := flag.String("debug", "localhost:6060", "address of the profiler")
	flag.Parse()
	go func() {
		log.Println(http.ListenAndServe(*debug, nil))
	}()
	log.Fatal(http.ListenAndServe(":8080", http.NotFoundHandler()))
}
