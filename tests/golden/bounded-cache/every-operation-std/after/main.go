package main

import (
	"fmt"
	"sort"
	"sync"
	"time"
)

type page struct {
	title string
	size  int
}

var pages *boundedCache[string, page]

func init() {
	pages = newBoundedCache[string, page](100, 10*time.Minute)
}

func has(path string) bool {
	_, ok := pages.get(path)
	return ok
}

func title(path string) (string, bool) {
	p, ok := pages.get(path)
	return p.title, ok
}

func size(path string) int {
	p, _ := pages.get(path)
	return p.size
}

func double(path string) int {
	return pages.value(path).size * 2
}

func put(path, title string) {
	pages.set(path, page{
		title: title,
		size:  len(title),
	})
}

func drop(path string) {
	pages.delete(path)
}

func paths() []string {
	var found []string
	for path := range pages.all() {
		found = append(found, path)
	}
	sort.Strings(found)
	return found
}

func show() {
	for path, p := range pages.all() {
		if p.size == 0 {
			continue
		}
		fmt.Println(path, p.title)
	}
}

func dropEmpty() {
	for path, p := range pages.all() {
		if p.size == 0 {
			pages.delete(path)
		}
	}
}

func reset() {
	pages.clear()
}

func main() {
	put("/", "Home")
	put("/empty", "")
	fmt.Println(has("/"), has("/x"), size("/"), size("/x"), double("/"))
	fmt.Println(title("/"))
	fmt.Println(title("/x"))
	show()
	fmt.Println(pages.len(), paths())
	dropEmpty()
	fmt.Println(pages.len(), paths())
	drop("/")
	put("/a", "A")
	reset()
	fmt.Println(pages.len())
}

// boundedCache is a map of at most size entries, each for at most ttl after it was set. A full one
// makes room by dropping what has expired or, of a few arbitrary entries, the one that expires
// first. Several goroutines may use it at once. A nil one is empty, as a nil map is.
type boundedCache[K comparable, V any] struct {
	mu      sync.Mutex
	entries map[K]boundedEntry[V]
	size    int
	ttl     time.Duration
}

type boundedEntry[V any] struct {
	value   V
	expires time.Time
}

func newBoundedCache[K comparable, V any](size int, ttl time.Duration) *boundedCache[K, V] {
	return &boundedCache[K, V]{entries: make(map[K]boundedEntry[V]), size: size, ttl: ttl}
}

// get returns the value of a key, or the zero value and false where there is none any more.
func (c *boundedCache[K, V]) get(key K) (value V, ok bool) {
	if c == nil {
		return value, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	entry, ok := c.entries[key]
	if ok && time.Now().After(entry.expires) {
		delete(c.entries, key)
		return value, false
	}
	return entry.value, ok
}

// set stores the value of a key, for ttl from now on.
func (c *boundedCache[K, V]) set(key K, value V) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if _, ok := c.entries[key]; !ok && len(c.entries) >= c.size {
		c.makeRoom()
	}
	c.entries[key] = boundedEntry[V]{value: value, expires: time.Now().Add(c.ttl)}
}

// makeRoom looks at a few entries only, so that storing costs the same however large the cache is.
func (c *boundedCache[K, V]) makeRoom() {
	var first K
	var expires time.Time
	now, seen := time.Now(), 0
	for key, entry := range c.entries {
		if now.After(entry.expires) {
			delete(c.entries, key)
		} else if expires.IsZero() || entry.expires.Before(expires) {
			first, expires = key, entry.expires
		}
		if seen++; seen == 16 {
			break
		}
	}
	if len(c.entries) >= c.size {
		delete(c.entries, first)
	}
}

// all returns a copy of what has not expired.
func (c *boundedCache[K, V]) all() map[K]V {
	if c == nil {
		return nil
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	found, now := make(map[K]V, len(c.entries)), time.Now()
	for key, entry := range c.entries {
		if !now.After(entry.expires) {
			found[key] = entry.value
		}
	}
	return found
}

func (c *boundedCache[K, V]) clear() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.entries = make(map[K]boundedEntry[V])
}

func (c *boundedCache[K, V]) delete(key K) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.entries, key)
}

// len counts what has expired too, until it is found to have.
func (c *boundedCache[K, V]) len() int {
	if c == nil {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.entries)
}

// value returns the value of a key, or the zero value where there is none any more.
func (c *boundedCache[K, V]) value(key K) V {
	value, _ := c.get(key)
	return value
}
