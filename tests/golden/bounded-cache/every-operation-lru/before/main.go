package main

import (
	"fmt"
	"sort"
)

type page struct {
	title string
	size  int
}

var pages map[string]page

func init() {
	pages = make(map[string]page, 100)
}

func has(path string) bool {
	_, ok := pages[path]
	return ok
}

func title(path string) (string, bool) {
	p, ok := pages[path]
	return p.title, ok
}

func size(path string) int {
	p := pages[path]
	return p.size
}

func double(path string) int {
	return pages[path].size * 2
}

func put(path, title string) {
	pages[path] = page{
		title: title,
		size:  len(title),
	}
}

func drop(path string) {
	delete(pages, path)
}

func paths() []string {
	var found []string
	for path := range pages {
		found = append(found, path)
	}
	sort.Strings(found)
	return found
}

func show() {
	for path, p := range pages {
		if p.size == 0 {
			continue
		}
		fmt.Println(path, p.title)
	}
}

func dropEmpty() {
	for path, p := range pages {
		if p.size == 0 {
			delete(pages, path)
		}
	}
}

func reset() {
	clear(pages)
}

func main() {
	put("/", "Home")
	put("/empty", "")
	fmt.Println(has("/"), has("/x"), size("/"), size("/x"), double("/"))
	fmt.Println(title("/"))
	fmt.Println(title("/x"))
	show()
	fmt.Println(len(pages), paths())
	dropEmpty()
	fmt.Println(len(pages), paths())
	drop("/")
	put("/a", "A")
	reset()
	fmt.Println(len(pages))
}
