package main

import (
	"bufio"
	"fmt"
	"net/http"

	"example.com/golden/api"
)

func read(r *bufio.Reader) (string, error) {
	resp, err := http.ReadResponse(r, nil)
	if err != nil {
		return "", err
	}
	return resp.Proto, nil
}

type doer interface {
	Do(*http.Request) (*http.Response, error)
}

func ask(d doer, req *http.Request) error {
	resp, err := d.Do(req)
	if err != nil {
		return err
	}
	fmt.Println(resp.Status)
	return nil
}

func fetch(u string) error {
	resp, err := api.Open(u)
	if err != nil {
		return err
	}
	fmt.Println(resp.Status)
	return nil
}

func retried(u string) error {
	resp, err := api.Retry(u, 3)
	if err != nil {
		return err
	}
	fmt.Println(resp.Status)
	return nil
}

func sure(u string) int {
	resp := api.MustOpen(u)
	return resp.StatusCode
}

func main() {}
