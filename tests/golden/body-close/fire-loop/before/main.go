package main

import (
	"encoding/json"
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

func lengths(c *http.Client, urls []string) (total int, err error) {
	for _, u := range urls {
		resp, err := c.Get(u)
		if err != nil {
			continue
		}
		if resp.StatusCode == 404 {
			fmt.Println("missing")
			continue
		}
		all, err := io.ReadAll(resp.Body)
		if err != nil {
			return 0, err
		}
		total += len(all)
	}
	return total, nil
}

func first(c *http.Client, urls []string) string {
	found := ""
	for i := 0; i < len(urls); i++ {
		if resp, err := c.Get(urls[i]); err == nil {
			if resp.StatusCode == 200 {
				found = urls[i]
				break
			}
		}
	}
	return found
}

func decoded(c *http.Client, urls []string) {
	for _, u := range urls {
		resp, err := c.Get(u)
		if err != nil {
			continue
		}
		var user struct{ Name string }
		if err := json.NewDecoder(resp.Body).Decode(&user); err != nil {
			panic(err)
		}
		fmt.Println(user.Name)
	}
}

func unused(c *http.Client, urls []string) (failed int) {
	for _, u := range urls {
		resp, err := c.Get(u)
		if err != nil {
			failed++
			continue
		}
		_ = resp
	}
	return failed
}

func labelled(c *http.Client, urls [][]string) {
outer:
	for _, group := range urls {
		for _, u := range group {
			resp, err := c.Get(u)
			if err != nil {
				continue
			}
			switch resp.StatusCode {
			case 200:
				break
			case 404:
				continue outer
			default:
				break outer
			}
			fmt.Println(resp.StatusCode)
		}
	}
}

func main() {
	c := &counting{}
	client := &http.Client{Transport: c}
	urls := []string{"http://missing", "http://down", "http://up", "http://up"}
	fmt.Println(lengths(client, urls))
	fmt.Println(first(client, urls))
	fmt.Println(unused(client, urls))
	decoded(client, urls)
	labelled(client, [][]string{urls, urls})
	fmt.Println("opened", c.opened, "closed", c.closed)
}
