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

func ping(c *http.Client, u string) {
	c.Get(u)
	_, _ = c.Get(u)
	if _, err := c.Get(u); err != nil {
		fmt.Println("down")
	}
	if _, err := c.Get(u); err == nil {
		fmt.Println("up")
	}
}

func named(c *http.Client, u string) error {
	_, err := c.Get(u)
	if err != nil {
		return err
	}
	if _, err = c.Get(u); err != nil {
		return err
	}
	_, err = c.Get(u)
	if err != nil {
		return err
	}
	return nil
}

func result(c *http.Client, u string) (err error) {
	if u != "" {
		_, err = c.Get(u)
		if err != nil {
			return err
		}
	}
	return nil
}

func main() {
	c := &counting{}
	client := &http.Client{Transport: c}
	for _, u := range []string{"http://up", "http://down", "http://missing"} {
		ping(client, u)
		fmt.Println(named(client, u) != nil, result(client, u) != nil)
	}
	fmt.Println("opened", c.opened, "closed", c.closed)
}
