package main

import (
	"fmt"
	"net/http"
)

func linted(u string) error {
	resp, err := http.Get(u) //nolint:bodyclose // closed by the server
	if err != nil {
		return err
	}
	fmt.Println(resp.Status)
	return nil
}

func ignored(u string) error {
	//gofixmap:ignore body-close the process ends
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	fmt.Println(resp.Status)
	return nil
}

func main() {}
