package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// counting is a transport whose bodies count how often they are closed.
type counting struct{ opened, closed int }

type body struct {
	io.Reader
	owner *counting
}

func (b body) Close() error {
	b.owner.closed++
	return nil
}

func (c *counting) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Host == "down" {
		return nil, errors.New("down")
	}
	c.opened++
	status := 200
	if req.URL.Host == "missing" {
		status = 404
	}
	text := strings.NewReader(`{"name":"ann"}`)
	return &http.Response{StatusCode: status, Body: body{text, c}, Request: req}, nil
}

func whole(c *http.Client, u string) ([]byte, error) {
	resp, err := c.Get(u)
	if err != nil {
		return nil, err
	}
	return io.ReadAll(resp.Body)
}

func drained(c *http.Client, u string) error {
	resp, err := c.Get(u)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func empty(c *http.Client, u string) (string, error) {
	resp, err := c.Head(u)
	if err != nil {
		return "", err
	}
	return resp.Header.Get("Etag"), nil
}

func main() {
	c := &counting{}
	client := &http.Client{Transport: c}
	all, err := whole(client, "http://up")
	fmt.Println(string(all), err, drained(client, "http://up"))
	fmt.Println(empty(client, "http://up"))
	fmt.Println("opened", c.opened, "closed", c.closed)
}
