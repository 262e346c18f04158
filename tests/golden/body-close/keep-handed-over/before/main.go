package main

import (
	"bufio"
	"encoding/json"
	"io"
	"net/http"
)

type client struct {
	last  *http.Response
	all   map[string]*http.Response
	queue chan *http.Response
}

var global *http.Response

func (c *client) returned(u string) (*http.Response, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	return resp, nil
}

func body(u string) (io.ReadCloser, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	return resp.Body, nil
}

type page struct {
	code int
	body io.ReadCloser
}

func wrapper(u string) (*page, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	p := &page{code: resp.StatusCode, body: resp.Body}
	return p, nil
}

func lines(u string) (*bufio.Scanner, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	return bufio.NewScanner(resp.Body), nil
}

func (c *client) field(u string) (err error) {
	c.last, err = http.Get(u)
	return err
}

func (c *client) stored(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	c.all[u] = resp
	return nil
}

func (c *client) sent(u string) {
	resp, err := http.Get(u)
	if err != nil {
		return
	}
	c.queue <- resp
}

func (c *client) latest() *http.Response { return c.last }

func (c *client) close() { c.latest().Body.Close() }

func stored(u string) error {
	resp, err := http.Get(u)
	if err == nil {
		global = resp
	}
	return err
}

func named(u string) (resp *http.Response, err error) {
	resp, err = http.Get(u)
	return
}

func captured(u string) (func() error, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	return func() error { return resp.Body.Close() }, nil
}

func piped(u string) (io.Reader, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	r, w := io.Pipe()
	go func() {
		defer resp.Body.Close()
		_, err := io.Copy(w, resp.Body)
		w.CloseWithError(err)
	}()
	return r, nil
}

func streamed(u string, events chan<- string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	go func() {
		for lines := bufio.NewScanner(resp.Body); lines.Scan(); {
			events <- lines.Text()
		}
	}()
	return nil
}

type decoder struct{ *json.Decoder }

func decoding(u string) (*decoder, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	d := decoder{json.NewDecoder(resp.Body)}
	return &d, nil
}

// The literal runs after what is deferred behind the call.
func deferred(u string) (n int64, err error) {
	var text io.Reader
	defer func() { n, err = io.Copy(io.Discard, text) }()
	resp, err := http.Get(u)
	if err != nil {
		return 0, err
	}
	text = resp.Body
	return 0, nil
}

func tail(u string) (*http.Response, error) {
	return http.Get(u)
}

func main() {}
