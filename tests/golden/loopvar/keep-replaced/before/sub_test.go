package main

import "testing"

func TestCleanup(t *testing.T) {
	for _, tt := range []struct{ name string }{{"a"}, {"b"}} {
		t.Run(tt.name, func(t *testing.T) {
			t.Cleanup(func() { _ = tt.name })
			done := make(chan bool)
			go func() { _ = tt.name; close(done) }()
			<-done
		})
	}
}
