package cache

type Page struct{ Data [1 << 20]byte }

var pages = map[string]*Page{}

func Put(k string, p *Page) { pages[k] = p }

func Drop(k string) { delete(pages, k) }

func Reset() { clear(pages) }
