package main

import (
	"fmt"
	"io"
	"net/http"

	"example.com/golden/closing"
)

func deferred(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	defer closing.Quietly(resp.Body)
	fmt.Println(resp.Status)
	return nil
}

func whole(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	return closing.Response(resp)
}

func drained(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	all, err := closing.ReadAll(resp.Body)
	fmt.Println(len(all))
	return err
}

func generic(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	defer closing.Any(resp.Body)
	return nil
}

func method(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	var all closing.Group
	all.Add(resp.Body)
	defer all.Close()
	return nil
}

func function(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	defer closing.Call(resp.Body.Close)
	return nil
}

func unknown(u string, use func(*http.Response) error) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	return use(resp)
}

func dynamic(u string, sink interface{ Take(io.Reader) }) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	sink.Take(resp.Body)
	return nil
}

func main() {}
