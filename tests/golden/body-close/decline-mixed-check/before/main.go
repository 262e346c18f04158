package main

import (
	"errors"
	"net/http"
)

func open(u string) (*http.Response, error) {
	resp, err := http.Get(u)
	if err != nil || resp.StatusCode != http.StatusOK {
		return nil, errors.New("no answer")
	}
	return resp, nil
}

func main() {}
