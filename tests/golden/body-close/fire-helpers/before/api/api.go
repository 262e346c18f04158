// Package api opens responses for others.
package api

import (
	"errors"
	"net/http"
)

// Open gives a response whose body the caller closes.
func Open(u string) (*http.Response, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
	return resp, nil
}

// Retry tries more than once.
func Retry(u string, times int) (resp *http.Response, err error) {
	for range times {
		resp, err = http.Get(u)
		if err == nil {
			break
		}
	}
	return resp, err
}

// MustOpen panics where there is no response.
func MustOpen(u string) *http.Response {
	resp, err := Open(u)
	if err != nil {
		panic(err)
	}
	return resp
}
