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

var errMissing = errors.New("missing")

func open(c *http.Client, u string) (*http.Response, error) {
	resp, err := c.Get(u)
	if err != nil {
		return nil, err
	}
	switch {
	case resp.StatusCode == 404:
		resp.Body.Close()
		return nil, errMissing
	case resp.StatusCode >= 500:
		// The server's own words.
		all, err := io.ReadAll(resp.Body)
		resp.Body.Close()
		if err != nil {
			return nil, fmt.Errorf("status %d: %w", resp.StatusCode, err)
		}
		return nil, errors.New(string(all))
	}
	return resp, nil
}

type store struct{ last *http.Response }

func (s *store) keep(c *http.Client, u string, want bool) {
	resp, err := c.Get(u)
	if err != nil {
		return
	}
	if want {
		s.last = resp
		return
	}
	resp.Body.Close()
	fmt.Println(resp.StatusCode)
}

func main() {
	c := &counting{}
	client := &http.Client{Transport: c}
	for _, u := range []string{"http://up", "http://down", "http://missing"} {
		resp, err := open(client, u)
		if err != nil {
			fmt.Println(err)
			continue
		}
		resp.Body.Close()
	}
	s := &store{}
	s.keep(client, "http://up", false)
	fmt.Println("opened", c.opened, "closed", c.closed)
}
