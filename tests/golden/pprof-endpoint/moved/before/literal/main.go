package main

import (
	"log"
	"net/http"
	_ "net/http/pprof" // profiles
)

func main() {
	go func() {
		log.Println(http.ListenAndServe(":6060", nil))
	}()
	select {}
}
