package main

import (
	"expvar"
	"fmt"
	"net/http"
	_ "net/http/pprof"
	"os"
	"runtime/pprof"
)

var hits = expvar.NewInt("hits")

func main() {
	pprof.StartCPUProfile(os.Stdout)
	defer pprof.StopCPUProfile()
	port := 6060
	go func() {
		if err := http.ListenAndServe(fmt.Sprintf(":%d", port), nil); err != nil {
			fmt.Println(err)
		}
	}()
	hits.Add(1)
	select {}
}
