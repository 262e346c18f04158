// Command direct serves on all interfaces.
package main

import (
	"net/http"
	_ "net/http/pprof"
)

const address = "0.0.0.0:7070"

func main() {
	go http.ListenAndServe(address, http.DefaultServeMux)
	select {}
}
