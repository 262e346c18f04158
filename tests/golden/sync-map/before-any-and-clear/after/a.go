package older

import "sync"

var seen sync.Map

func visit(k string) bool {
	loaded, _ := seen.Load(k)
	was, _ := loaded.(bool)
	seen.Range(func(anyKey, _ interface{}) bool {
		old := anyKey.(string)
		seen.Delete(old)
		return true
	})
	return was
}

func mark(k string) { seen.Store(k, true) }
