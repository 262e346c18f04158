// Package maps races on maps, in every way in which one can be used.
package maps

import (
	"encoding/json"
	"fmt"
	"maps"
	"sync"
	"testing"
	"time"
)

type store struct {
	items  map[string]int
	sets   map[string][]int
	other  map[string]int
	nested map[string]map[string]int
}

func newStore() *store {
	return &store{
		items:  map[string]int{"a": 1},
		sets:   map[string][]int{},
		other:  map[string]int{},
		nested: map[string]map[string]int{"a": {}},
	}
}

func (s *store) put(key string, value int) { s.items[key] = value }
func (s *store) get(key string) int        { return s.items[key] }
func (s *store) all() map[string]int       { return s.items }

//go:noinline
func (s *store) slowGet(key string) int {
	return s.items[key]
}

// against runs f, then g, unsynchronised, but not at once: the runtime would notice and end it all.
func against(f, g func()) {
	done := make(chan bool)
	go func() {
		defer close(done)
		for range 50 {
			f()
		}
	}()
	time.Sleep(2 * time.Millisecond)
	for range 50 {
		g()
	}
	<-done
}

// races: store.items
func TestSingleRead(t *testing.T) {
	s := newStore()
	against(func() { s.put("a", 1) }, func() { _ = s.get("a") })
}

// races: store.items
func TestSingleReadInMain(t *testing.T) {
	s := newStore()
	done := make(chan bool)
	go func() {
		s.put("a", 1)
		close(done)
	}()
	if s.items["b"] == 9 {
		t.Log("nine")
	}
	<-done
}

// races: store.items
func TestSingleReadNotInlined(t *testing.T) {
	s := newStore()
	done := make(chan bool)
	go func() {
		_ = s.slowGet("a")
		close(done)
	}()
	s.put("a", 2)
	<-done
}

// races: store.items
func TestSingleReadBesideAnotherMap(t *testing.T) {
	s := newStore()
	done := make(chan bool)
	go func() {
		s.put("a", 1)
		close(done)
	}()
	_ = s.other["a"] + s.slowGet("a")
	<-done
}

// races: store.items
func TestLookup(t *testing.T) {
	s := newStore()
	against(func() { s.put("a", 1) }, func() {
		if value, ok := s.items["a"]; ok {
			_ = value
		}
	})
}

// races: store.items
func TestRange(t *testing.T) {
	s := newStore()
	against(func() { s.put("a", 1) }, func() {
		for range s.items {
		}
	})
}

// races: store.items
func TestDelete(t *testing.T) {
	s := newStore()
	against(func() { delete(s.items, "a") }, func() { s.put("b", 1) })
}

// races: store.items
func TestLen(t *testing.T) {
	s := newStore()
	against(func() { s.put("c", 1) }, func() { _ = len(s.items) })
}

// races: store.items
func TestReplaced(t *testing.T) {
	s := newStore()
	against(func() { s.items = map[string]int{} }, func() { _ = s.items["a"] })
}

// races: store.items
func TestClear(t *testing.T) {
	s := newStore()
	against(func() { clear(s.items) }, func() { _, _ = s.items["a"] })
}

// races: store.sets
func TestAppendToEntry(t *testing.T) {
	s := newStore()
	against(func() { s.sets["a"] = append(s.sets["a"], 1) }, func() { s.sets["b"] = nil })
}

// races: store.items
func TestEncoded(t *testing.T) {
	s := newStore()
	against(func() { s.put("a", 1) }, func() { _, _ = json.Marshal(s.items) })
}

// races: store.items
func TestPrinted(t *testing.T) {
	s := newStore()
	against(func() { s.put("a", 1) }, func() { _ = fmt.Sprint(s.items) })
}

// races: store.items
func TestLeakedByGetter(t *testing.T) {
	s := newStore()
	items := s.all()
	against(func() { s.put("a", 1) }, func() {
		for range items {
		}
	})
}

// races: store.items
func TestParameter(t *testing.T) {
	s := newStore()
	var group sync.WaitGroup
	for range 2 {
		group.Add(1)
		go func() {
			defer group.Done()
			fill(s.items, "a")
		}()
	}
	group.Wait()
}

func fill(items map[string]int, key string) { items[key]++ }

// races: store.items
func TestOtherName(t *testing.T) {
	s := newStore()
	items := s.items
	against(func() { items["a"] = 1 }, func() { s.put("b", 2) })
}

// races: store.items
func TestIterator(t *testing.T) {
	s := newStore()
	against(func() { s.put("a", 1) }, func() {
		for key := range maps.Keys(s.items) {
			_ = key
		}
	})
}

// races: store.nested
func TestInnerMap(t *testing.T) {
	s := newStore()
	against(func() { s.nested["a"]["b"] = 1 }, func() { s.nested["a"]["c"] = 2 })
}

var registry = map[string]func(){}

func register(name string, f func()) { registry[name] = f }

// races: registry
func TestPackageMap(t *testing.T) {
	against(func() { register("a", nil) }, func() { register("b", nil) })
}

// races: TestCapturedMap.seen
func TestCapturedMap(t *testing.T) {
	seen := map[int]bool{}
	var group sync.WaitGroup
	for i := range 4 {
		group.Add(1)
		go func() {
			defer group.Done()
			seen[i] = true
		}()
	}
	group.Wait()
}

// races: store.items
func TestGoArgument(t *testing.T) {
	s := newStore()
	done := make(chan bool)
	go func(items map[string]int) {
		items["a"] = 1
		close(done)
	}(s.items)
	s.put("a", 2)
	<-done
}

type cache[K comparable, V any] struct{ entries map[K]V }

func (c *cache[K, V]) Get(key K) V        { return c.entries[key] }
func (c *cache[K, V]) Set(key K, value V) { c.entries[key] = value }

// races: cache.entries
func TestGenericCache(t *testing.T) {
	c := &cache[string, int]{entries: map[string]int{}}
	against(func() { c.Set("a", 1) }, func() { _ = c.Get("a") })
}

// races: store.items
func TestCheckThenAct(t *testing.T) {
	s := newStore()
	against(s.ensure, s.ensure)
}

func (s *store) ensure() {
	if _, ok := s.items["x"]; !ok {
		s.items["x"] = 1
	}
}

// races: store.items
func TestMapFromChannel(t *testing.T) {
	s := newStore()
	handed := make(chan map[string]int, 1)
	handed <- s.items
	done := make(chan bool)
	go func() {
		items := <-handed
		items["a"] = 1
		close(done)
	}()
	s.put("b", 2)
	<-done
}
