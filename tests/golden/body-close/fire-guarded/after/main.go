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

func status(c *http.Client, u string) error {
	resp, err := c.Get(u)
	if err == nil {
		defer resp.Body.Close()
	}
	if err != nil || resp.StatusCode != http.StatusOK {
		return errors.New("no answer")
	}
	return nil
}

func late(c *http.Client, u string) error {
	resp, err := c.Get(u)
	if err == nil {
		defer resp.Body.Close()
	}
	if err != nil || resp.StatusCode != http.StatusOK {
		return errors.New("no answer")
	}
	_, err = io.Copy(io.Discard, resp.Body)
	return err
}

func either(c *http.Client, u, v string, first bool) (string, error) {
	var resp *http.Response
	var err error
	if first {
		resp, err = c.Get(u)
		if err == nil {
			defer resp.Body.Close()
		}
	} else {
		resp, err = c.Get(v)
		if err == nil {
			defer resp.Body.Close()
		}
	}
	if err != nil {
		return "", err
	}
	return resp.Header.Get("Etag"), nil
}

func switched(c *http.Client, u string) error {
	resp, err := c.Get(u)
	if err == nil {
		defer resp.Body.Close()
	}
	switch {
	case err != nil:
		return err
	case resp.StatusCode == 404:
		return errors.New("missing")
	}
	return nil
}

func asked(c *http.Client, u string) error {
	resp, err := c.Get(u)
	if err == nil {
		resp.Body.Close()
	}
	return err
}

func main() {
	c := &counting{}
	client := &http.Client{Transport: c}
	for _, u := range []string{"http://up", "http://down", "http://missing"} {
		_, err := either(client, u, u, u == "http://up")
		fmt.Println(status(client, u), late(client, u), err, switched(client, u), asked(client, u))
	}
	fmt.Println("opened", c.opened, "closed", c.closed)
}
