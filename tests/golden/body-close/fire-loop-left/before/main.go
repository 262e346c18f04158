package main

import (
	"fmt"
	"net/http"
	"time"
)

// wait gives up as soon as there is an answer.
func wait(u string) (int, error) {
	for {
		resp, err := http.Get(u)
		if err != nil {
			time.Sleep(time.Second)
			continue
		}
		fmt.Println(resp.Status)
		return resp.StatusCode, nil
	}
}

func main() {}
