package main

import (
	"fmt"
	"sync"
)

type releaser struct {
	once *sync.Once
	done func()
	text string
}

func (r *releaser) release() {
	r.once.Do(func() {
		r.done()
	})
}

func (r *releaser) name() string {
	return func() string { return r.text }()
}

func main() {
	r := releaser{new(sync.Once), func() { fmt.Print("released ") }, "x"}
	r.release()
	r.release()
	fmt.Println(r.name())
}
