package main

import (
	"fmt"
	"net/http"
	_ "net/http/pprof"
	"os"
)

func startProfiler() {
	go func() {
		host := os.Getenv("PROFILE_HOST")
		fmt.Println(http.ListenAndServe(fmt.Sprintf("%s:6060", host), nil))
	}()
}

func main() {
	port := 8080
	startProfiler()
	http.HandleFunc("/api/v1/sync", func(w http.ResponseWriter, r *http.Request) {})
	go func() {
		panic(http.ListenAndServe(fmt.Sprintf("0.0.0.0:%d", port), nil))
	}()
	select {}
}
