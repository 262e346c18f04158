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

func name(c *http.Client, u string) (text string, err error) {
	resp, err := c.Get(u)
	if err == nil {
		defer resp.Body.Close()
		var all []byte
		all, err = io.ReadAll(resp.Body)
		text = string(all)
	}
	return text, err
}

func code(c *http.Client, u string) int {
	if resp, err := c.Get(u); err == nil {
		defer resp.Body.Close()
		return resp.StatusCode
	}
	return 0
}

func other(c *http.Client, u string) int {
	resp, err := c.Get(u)
	if err != nil {
		fmt.Println("down")
	} else {
		defer resp.Body.Close()
		// Only the status counts.
		return resp.StatusCode
	}
	return 0
}

func header(c *http.Client, u string) string {
	if resp, err := c.Get(u); err != nil {
		return "down"
	} else if resp.StatusCode != 200 {
		return "missing"
	} else {
		return resp.Header.Get("Server")
	}
}

func main() {
	c := &counting{}
	client := &http.Client{Transport: c}
	for _, u := range []string{"http://up", "http://down", "http://missing"} {
		text, err := name(client, u)
		fmt.Println(text, err != nil, code(client, u), other(client, u))
	}
	fmt.Println("opened", c.opened, "closed", c.closed)
}
