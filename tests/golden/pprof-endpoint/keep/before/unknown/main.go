package main

import (
	"net/http"
	_ "net/http/pprof"
	"os"
)

func main() {
	go http.ListenAndServe(os.Getenv("DEBUG"), nil)
	select {}
}
