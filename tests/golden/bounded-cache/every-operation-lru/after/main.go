package main

import (
	"fmt"
	"sort"
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"
)

type page struct {
	title string
	size  int
}

var pages *expirable.LRU[string, page]

func init() {
	pages = expirable.NewLRU[string, page](100, nil, 10*time.Minute)
}

func has(path string) bool {
	_, ok := pages.Get(path)
	return ok
}

func title(path string) (string, bool) {
	p, ok := pages.Get(path)
	return p.title, ok
}

func size(path string) int {
	p, _ := pages.Get(path)
	return p.size
}

func double(path string) int {
	value, _ := pages.Get(path)
	return value.size * 2
}

func put(path, title string) {
	pages.Add(path, page{
		title: title,
		size:  len(title),
	})
}

func drop(path string) {
	pages.Remove(path)
}

func paths() []string {
	var found []string
	for _, path := range pages.Keys() {
		if _, ok := pages.Peek(path); !ok {
			continue
		}
		found = append(found, path)
	}
	sort.Strings(found)
	return found
}

func show() {
	for _, path := range pages.Keys() {
		p, ok := pages.Peek(path)
		if !ok {
			continue
		}
		if p.size == 0 {
			continue
		}
		fmt.Println(path, p.title)
	}
}

func dropEmpty() {
	for _, path := range pages.Keys() {
		p, ok := pages.Peek(path)
		if !ok {
			continue
		}
		if p.size == 0 {
			pages.Remove(path)
		}
	}
}

func reset() {
	pages.Purge()
}

func main() {
	put("/", "Home")
	put("/empty", "")
	fmt.Println(has("/"), has("/x"), size("/"), size("/x"), double("/"))
	fmt.Println(title("/"))
	fmt.Println(title("/x"))
	show()
	fmt.Println(pages.Len(), paths())
	dropEmpty()
	fmt.Println(pages.Len(), paths())
	drop("/")
	put("/a", "A")
	reset()
	fmt.Println(pages.Len())
}
