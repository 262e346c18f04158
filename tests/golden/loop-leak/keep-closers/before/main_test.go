package main

import (
	"io"
	"os"
	"testing"
)

func TestRead(t *testing.T) {
	f, err := os.Open("config")
	if err != nil {
		t.Skip(err)
	}
	if _, err := io.ReadAll(f); err != nil {
		t.Error(err)
	}
}
