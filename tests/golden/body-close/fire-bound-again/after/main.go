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

func both(c *http.Client, one, other string) error {
	resp, err := c.Get(one)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	fmt.Println(resp.StatusCode)

	resp, err = c.Get(other)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	fmt.Println(resp.StatusCode)
	return nil
}

func second(c *http.Client, one, other string) error {
	resp, err := c.Get(one)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	resp, err = c.Get(other)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	fmt.Println(resp.StatusCode)
	return nil
}

func main() {
	c := &counting{}
	client := &http.Client{Transport: c}
	fmt.Println(both(client, "http://up", "http://missing"))
	fmt.Println(second(client, "http://up", "http://missing"))
	fmt.Println("opened", c.opened, "closed", c.closed)
}
