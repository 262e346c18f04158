package main

import (
	"log"
	"net/http"
	"net/http/pprof"
)

func main() {
	startDebug("127.0.0.1:6060")
	// The program does what it has to do,
	// and then ends.
	run()
}

func run() {}

// startDebug serves profiles on addr, a loopback address, until it is shut down.
func startDebug(addr string) *http.Server {
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
