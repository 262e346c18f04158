package shop

import "sync"

type guarded struct {
	sync.Mutex
	n int
}

var locks = map[string]*guarded{}

type node struct {
	name string
	next *node
}

var tree = map[string]*node{}

type page struct{ data [129]byte }

var large = map[int]*page{}

type item struct{ n int }

type items map[string]*item

var named = items{}

type config struct {
	Items map[string]*item `json:"items"`
}
