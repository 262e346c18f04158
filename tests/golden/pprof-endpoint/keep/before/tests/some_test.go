package tests

import (
	"net/http"
	_ "net/http/pprof"
	"testing"
)

func TestSome(t *testing.T) {
	go http.ListenAndServe(":6060", nil)
}
