package main

import "testing"

func TestSerial(t *testing.T) {
	for _, tt := range []struct{ name string }{{"a"}, {"b"}} {
		t.Run(tt.name, func(t *testing.T) {
			if tt.name == "" {
				t.Fatal("no name")
			}
		})
	}
}

func TestBeforeParallel(t *testing.T) {
	for _, tt := range []struct{ name string }{{"a"}, {"b"}} {
		t.Run(tt.name, func(t *testing.T) {
			name := tt.name
			t.Parallel()
			_ = name
		})
	}
}
