package main

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
)

func get(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	fmt.Println(resp.Status)
	return nil
}

func post(u string) (int, error) {
	// Post, then look at the status.
	resp, err := http.Post(u, "text/plain", strings.NewReader("x"))
	if err != nil {
		return 0, fmt.Errorf("post: %w", err)
	} // an error leaves

	return resp.StatusCode, nil
}

func form(u string) string {
	res, err := http.PostForm(u, url.Values{"a": {"b"}})
	if nil != err {
		panic(err)
	}
	return res.Header.Get("Location")
}

func do(c *http.Client, req *http.Request) error {
	var err error
	resp, err := c.Do(req)
	if err != nil { // the request failed
		return err
	}
	_, err = fmt.Println(resp.ContentLength)
	return err
}

func trip(t *http.Transport, req *http.Request) (bool, error) {
	resp, err := t.RoundTrip(req)
	if err != nil {
		return false, err
	}
	return resp.StatusCode == http.StatusOK, nil
}

func main() {}
