package a

import (
	"fmt"
	"sync"
)

type item struct {
	data [512]byte
	n    int
}

func (it *item) reset() { it.n = 0 }

var freeItems = sync.Pool{New: func() interface{} { return &item{} }}

func init() {
	fmt.Println("filled")
}

func getItem() *item {
	it := freeItems.Get().(*item)
	it.reset()
	return it
}

func putItem(it *item) {
	freeItems.Put(it)
}

func use() int {
	it := getItem()
	defer putItem(it)
	return it.n
}
