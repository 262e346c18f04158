package main

import (
	"fmt"
	"io"
	"net/http"
	"strings"
)

type counting struct{ open, most int }

type body struct {
	io.Reader
	c *counting
}

func (b body) Close() error {
	b.c.open--
	return nil
}

func (c *counting) RoundTrip(req *http.Request) (*http.Response, error) {
	c.open++
	c.most = max(c.most, c.open)
	return &http.Response{StatusCode: 200, Body: body{strings.NewReader("ok"), c}, Request: req}, nil
}

func both(c *http.Client, one, other string) error {
	for range 3 {
		resp, err := c.Get(one)
		if err != nil {
			return err
		}
		fmt.Println(resp.StatusCode)

		resp, err = c.Get(other)
		if err != nil {
			return err
		}
		fmt.Println(resp.StatusCode)
	}
	return nil
}

func main() {
	c := &counting{}
	fmt.Println(both(&http.Client{Transport: c}, "http://one", "http://other"))
	fmt.Println("open", c.open, "at most", c.most)
}
