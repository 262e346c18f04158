package main

import "net/http"

func main() {
	go http.ListenAndServe(":6060", nil)
	select {}
}
