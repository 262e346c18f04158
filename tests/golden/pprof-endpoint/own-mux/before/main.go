package main

import (
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	_ "net/http/pprof"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/" {
			http.NotFound(w, r)
			return
		}
		io.WriteString(w, "hello")
	})
	http.Handle("GET /old", http.RedirectHandler("/", http.StatusFound))
	srv := &http.Server{
		Addr: ":8080",
	}
	go srv.Serve(listener)
	address := "http://" + listener.Addr().String()
	text, status := get(address + "/old")
	_, profiles := get(address + "/debug/pprof/cmdline")
	fmt.Println(text, status, profiles)
}

func get(url string) (string, int) {
	resp, err := http.Get(url)
	if err != nil {
		log.Fatal(err)
	}
	defer resp.Body.Close()
	body, _ := io.ReadAll(resp.Body)
	return string(body), resp.StatusCode
}
