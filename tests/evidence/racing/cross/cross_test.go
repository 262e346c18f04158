package cross_test

import (
	"testing"

	"example.com/racing/cross/store"
)

// races: store.Store.Items
func TestExportedMap(t *testing.T) {
	s := store.New()
	done := make(chan bool)
	go func() {
		s.Items["a"] = 1
		close(done)
	}()
	s.Items["b"] = 2
	<-done
}

// races: store.Store.Last
func TestExportedField(t *testing.T) {
	s := store.New()
	done := make(chan bool)
	go func() {
		s.Last = "a"
		close(done)
	}()
	s.Put("b")
	<-done
}

// races: store.inner.count
func TestUnexportedField(t *testing.T) {
	s := store.New()
	done := make(chan bool)
	go func() {
		s.Grow()
		close(done)
	}()
	_ = s.Count()
	<-done
}

// races: store.inner.count
func TestInlinedClosure(t *testing.T) {
	s := store.New()
	done := make(chan bool, 1)
	s.Start(done)
	s.Grow()
	<-done
}
