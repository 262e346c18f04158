package a

import "fmt"

type item struct {
	data [512]byte
	n    int
}

func (it *item) reset() { it.n = 0 }

var freeItems = make(chan *item, 16)

func init() {
	for i := 0; i < 16; i++ {
		freeItems <- &item{}
	}
	fmt.Println("filled")
}

func getItem() *item {
	select {
	case it := <-freeItems:
		it.reset()
		return it
	default:
		return &item{}
	}
}

func putItem(it *item) {
	select {
	case freeItems <- it:
	default:
	}
}

func use() int {
	it := getItem()
	defer putItem(it)
	return it.n
}
