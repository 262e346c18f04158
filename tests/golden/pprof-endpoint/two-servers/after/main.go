package main

import (
	"fmt"
	golog "log"
	"net/http"
	"net/http/pprof"
)

var log = fmt.Println

func hello(w http.ResponseWriter, r *http.Request) {}

func main() {
	mux := http.NewServeMux()
	mux.HandleFunc("/", hello)
	startDebug("127.0.0.1:6060")
	if err := http.ListenAndServe(":8080", mux); err != nil {
		panic(err)
	}
}

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
			golog.Print(err)
		}
	}()
	return srv
}
