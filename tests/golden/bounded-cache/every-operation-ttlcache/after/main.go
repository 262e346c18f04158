package main

import (
	"fmt"
	"sort"
	"time"

	"github.com/jellydator/ttlcache/v3"
)

type page struct {
	title string
	size  int
}

var pages *ttlcache.Cache[string, page]

func init() {
	pages = ttlcache.New(
		ttlcache.WithTTL[string, page](10*time.Minute),
		ttlcache.WithCapacity[string, page](100),
		ttlcache.WithDisableTouchOnHit[string, page](),
	)
	go pages.Start()
}

func has(path string) bool {
	ok := pages.Has(path)
	return ok
}

func title(path string) (string, bool) {
	var p page
	item := pages.Get(path)
	ok := item != nil
	if ok {
		p = item.Value()
	}
	return p.title, ok
}

func size(path string) int {
	var p page
	if item := pages.Get(path); item != nil {
		p = item.Value()
	}
	return p.size
}

func double(path string) int {
	var value page
	if item := pages.Get(path); item != nil {
		value = item.Value()
	}
	return value.size * 2
}

func put(path, title string) {
	pages.Set(path, page{
		title: title,
		size:  len(title),
	}, ttlcache.DefaultTTL)
}

func drop(path string) {
	pages.Delete(path)
}

func paths() []string {
	var found []string
	pages.Range(func(item *ttlcache.Item[string, page]) bool {
		path := item.Key()
		found = append(found, path)
		return true
	})
	sort.Strings(found)
	return found
}

func show() {
	pages.Range(func(item *ttlcache.Item[string, page]) bool {
		path, p := item.Key(), item.Value()
		if p.size == 0 {
			return true
		}
		fmt.Println(path, p.title)
		return true
	})
}

func dropEmpty() {
	for path, item := range pages.Items() {
		p := item.Value()
		if p.size == 0 {
			pages.Delete(path)
		}
	}
}

func reset() {
	pages.DeleteAll()
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
