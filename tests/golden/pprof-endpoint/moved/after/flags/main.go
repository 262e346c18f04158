package main

import (
	"flag"
	"log"
	"net/http"
	"net/http/pprof"
)

var startDebug = flag.Bool("debug", true, "serve profiles")

func main() {
	address := flag.String("address", "127.0.0.1:6060", "where to serve profiles")
	flag.Parse()
	if *startDebug {
		startDebugServer(*address)
	}
	select {}
}

// startDebugServer serves profiles on addr, a loopback address, until it is shut down.
func startDebugServer(addr string) *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", pprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", pprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", pprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", pprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", pprof.Trace)
	srv := &http.Server{Addr: addr, Handler: mux}
	go func() {
		if err := srv.ListenAndServe(); err != http.ErrServerClosed {
			log.Print(err)
		}
	}()
	return srv
}
