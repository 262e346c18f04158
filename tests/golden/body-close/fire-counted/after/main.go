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

func status(c *http.Client, u string) (int, error) {
	resp, err := c.Get(u)
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	return resp.StatusCode, nil
}

func main() {
	c := &counting{}
	client := &http.Client{Transport: c}
	for _, u := range []string{"http://up", "http://down", "http://missing"} {
		code, err := status(client, u)
		fmt.Println(code, err != nil)
	}
	fmt.Println("opened", c.opened, "closed", c.closed)
}
