package main

import (
	"expvar"
	"fmt"
	"log"
	"net/http"
	httppprof "net/http/pprof"
	"os"
	"runtime/pprof"
)

var hits = expvar.NewInt("hits")

func main() {
	pprof.StartCPUProfile(os.Stdout)
	defer pprof.StopCPUProfile()
	port := 6060
	startDebug(fmt.Sprintf("127.0.0.1:%d", port))
	hits.Add(1)
	select {}
}

// startDebug serves profiles on addr, a loopback address, until it is shut down.
func startDebug(addr string) *http.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", httppprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", httppprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", httppprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", httppprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", httppprof.Trace)
	mux.Handle("/debug/vars", expvar.Handler())
	srv := &http.Server{Addr: addr, Handler: mux}
	go func() {
		if err := srv.ListenAndServe(); err != http.ErrServerClosed {
			log.Print(err)
		}
	}()
	return srv
}
