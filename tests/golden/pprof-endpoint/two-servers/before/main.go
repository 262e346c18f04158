package main

import (
	"fmt"
	"net/http"
	_ "net/http/pprof"
)

var log = fmt.Println

func hello(w http.ResponseWriter, r *http.Request) {}

func main() {
	http.HandleFunc("/", hello)
	go func() {
		log(http.ListenAndServe("0.0.0.0:6060", nil))
	}()
	if err := http.ListenAndServe(":8080", nil); err != nil {
		panic(err)
	}
}
