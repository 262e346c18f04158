package main

import (
	"errors"
	"io"
	"net/http"
	"testing"
)

func get(t *testing.T, u string) *http.Response {
	t.Helper()
	resp, err := http.Get(u)
	if err != nil {
		t.Fatal(err)
	}
	return resp
}

func TestRead(t *testing.T) {
	get(t, "http://localhost")
	resp, err := http.Get("http://localhost")
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(resp.Body)
	t.Log(len(all), err)
}

func TestFails(t *testing.T) {
	if _, err := http.Get("://"); err == nil {
		t.Fatal("no error")
	}
	_, err := http.Get("://")
	if !errors.Is(err, io.EOF) {
		t.Error(err)
	}
	go http.Get("://")
	resp, err := http.Get("://")
	if !errors.Is(err, io.EOF) {
		t.Error(resp, err)
	}
}

type check struct{ *testing.T }

func (c check) equal(got, want any) {
	if got != want {
		c.Fatal(got)
	}
}

type fake struct{}

func (fake) RoundTrip(*http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200}, nil
}

func TestFake(t *testing.T) {
	var rt http.RoundTripper = fake{}
	resp, err := rt.RoundTrip(&http.Request{})
	if err != nil {
		t.Fatal(err)
	}
	t.Log(resp.Status)
}

func TestEqual(t *testing.T) {
	resp, err := http.Get("://")
	check{t}.equal(err, nil)
	t.Log(resp.Status)
}

func TestTimeout(t *testing.T) {
	resp, err := http.Get("://")
	if err == nil {
		t.Error("no error")
	}
	if resp != nil {
		t.Error("a response")
	}
	again, err := http.Get("://")
	if err == nil || again != nil {
		t.Errorf("a response, or no error: %v", err)
	}
}
