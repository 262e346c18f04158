package main

import (
	"flag"
	"log"
	"net/http"
	_ "net/http/pprof"
)

var startDebug = flag.Bool("debug", true, "serve profiles")

func main() {
	address := flag.String("address", ":6060", "where to serve profiles")
	flag.Parse()
	if *startDebug {
		go func() { log.Fatal(http.ListenAndServe(*address, nil)) }()
	}
	select {}
}
