package main

import (
	"fmt"
	"net/http"
)

func visit(urls []string, short bool) {
	for _, u := range urls {
		resp, err := http.Get(u)
		if err != nil {
			continue
		}
		if short {
			resp.Body.Close()
		}
		fmt.Println(resp.Status)
	}
}

func main() {}
