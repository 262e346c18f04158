package main

import (
	"errors"
	"fmt"
	"net/http"
)

func open(u string, stop bool) (*http.Response, error) {
	resp, err := http.Get(u)
	if stop {
		return nil, errors.New("stopped")
	}
	if err != nil {
		return nil, err
	}
	return resp, nil
}

func visit(urls []string) {
	for _, u := range urls {
		resp, err := http.Get(u)
		switch {
		case err != nil:
			continue
		case resp.StatusCode == 200:
			fmt.Println(u)
		}
	}
}

func main() {}
