package main

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"testing"

	"example.com/golden/websocket"
)

func controller(w http.ResponseWriter, r *http.Request) {
	rc := http.NewResponseController(w)
	_ = rc.Flush()
	all, _ := io.ReadAll(r.Body)
	fmt.Fprint(w, len(all))
}

func recorded(t *testing.T, h http.Handler) {
	rec := httptest.NewRecorder()
	h.ServeHTTP(rec, httptest.NewRequest("GET", "/", nil))
	resp := rec.Result()
	if resp.StatusCode != 200 {
		t.Error(resp.Status)
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func sure(u string) string {
	resp := must(http.Get(u))
	defer resp.Body.Close()
	return resp.Status
}

func surely(u string) string {
	return must(http.Get(u)).Status
}

func dial(u string) error {
	conn, resp, err := websocket.Dial(u)
	if err != nil {
		return err
	}
	fmt.Println(resp.Status)
	return conn.Write("hello")
}

func made() *http.Response {
	resp := &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(""))}
	return resp
}

func status() int {
	resp := made()
	return resp.StatusCode
}

type transport struct{ base http.RoundTripper }

func (t transport) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := t.base.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	resp.Header.Set("X-Seen", "yes")
	return resp, nil
}

func proxy(p *httputil.ReverseProxy) {
	p.ModifyResponse = func(resp *http.Response) error {
		fmt.Println(resp.Status)
		return nil
	}
}

// fetch reads and closes the body and puts its bytes in its place.
func fetch(u string) (*http.Response, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	all, err := io.ReadAll(resp.Body)
	resp.Body.Close()
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(all))
	return resp, nil
}

func fetched(u string) error {
	resp, err := fetch(u)
	if err != nil {
		return err
	}
	fmt.Println(resp.Status)
	return nil
}

func opened(u string) (*http.Response, func(), error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, nil, err
	}
	return resp, func() { resp.Body.Close() }, nil
}

func finished(u string) (string, error) {
	resp, finish, err := opened(u)
	if err != nil {
		return "", err
	}
	defer finish()
	return resp.Status, nil
}

type codec interface {
	EncodeResponse(size int) (*http.Response, error)
}

func encoded(c codec) error {
	resp, err := c.EncodeResponse(1)
	if err != nil {
		return err
	}
	fmt.Println(resp.Header)
	return nil
}

type operations interface {
	GetPet(id string) (string, *http.Response, error)
}

func pet(api operations) (string, error) {
	name, resp, err := api.GetPet("1")
	if err != nil {
		return "", err
	}
	fmt.Println(resp.Status)
	return name, nil
}

func fields(req *http.Request) string {
	resp := req.Response
	return resp.Status
}

func main() {}
