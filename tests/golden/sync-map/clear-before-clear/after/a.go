package older

import "sync"

var seen sync.Map

func reset() {
	seen.Range(func(key, _ any) bool {
		seen.Delete(key)
		return true
	})
}

func mark(k string) { seen.Store(k, true) }
