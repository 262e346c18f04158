package main

import (
	"fmt"
	"net/http"
	"time"
)

func serve(u string) {
	resp, err := http.Get(u)
	if err != nil {
		panic(err)
	}
	for {
		fmt.Println(resp.Status)
		time.Sleep(time.Second)
	}
}

func ends(u string) {
	resp, err := http.Get(u)
	if err != nil {
		panic(err)
	}
	panic(resp.Status)
}

func main() {}
