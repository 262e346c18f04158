package main

import (
	"net/http"
	"testing"
)

func TestStatus(t *testing.T) {
	resp, err := http.Get("http://localhost")
	if err != nil {
		t.Error(err)
		return
	}
	if resp.StatusCode != http.StatusOK {
		t.Error(resp.Status)
	}
}

func TestDiscarded(t *testing.T) {
	_, err := http.Get("http://localhost")
	if err != nil {
		t.Fatal(err.Error())
	}
}
