package main

import (
	"errors"
	"io"
	"net/http"
)

func try(c *http.Client, req *http.Request, left int) (*http.Response, error) {
	resp, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusServiceUnavailable && left > 0 {
		resp.Body.Close()
		return try(c, req, left-1)
	}
	return resp, nil
}

// closed gives a response that is closed already, whoever calls it.
func closed(c *http.Client, req *http.Request, left int) (*http.Response, error) {
	resp, err := c.Do(req)
	if err != nil {
		return nil, err
	}
	resp.Body.Close()
	if resp.StatusCode == http.StatusServiceUnavailable && left > 0 {
		return closed(c, req, left-1)
	}
	return resp, nil
}

func fetch(c *http.Client, reqs []*http.Request) (io.ReadCloser, error) {
	for _, req := range reqs {
		resp, err := try(c, req, 3)
		if err != nil {
			return nil, err
		}
		if resp.StatusCode == http.StatusNotFound {
			continue
		}
		return resp.Body, nil
	}
	return nil, errors.New("not found")
}

func status(c *http.Client, req *http.Request) (int, error) {
	resp, err := closed(c, req, 3)
	if err != nil {
		return 0, err
	}
	return resp.StatusCode, nil
}

func main() {
	_, _ = fetch(http.DefaultClient, nil)
	_, _ = status(http.DefaultClient, nil)
}
