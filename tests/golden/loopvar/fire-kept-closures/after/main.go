package main

import (
	"context"
	"fmt"
	"net/http"
	"time"
)

type hook struct {
	run func() int
}

type counter struct{ n int }

func (c *counter) get() int { return c.n }

func main() {
	xs := []int{1, 2}
	var fs []func() int
	for _, x := range xs {
		x := x
		fs = append(fs, func() int { return x })
	}
	fmt.Println(fs[0](), fs[1]())

	var hooks []hook
	for _, x := range xs {
		x := x
		hooks = append(hooks, hook{run: func() int { return x }})
	}
	fmt.Println(hooks[0].run(), hooks[1].run())

	byIndex := map[int]func() int{}
	for i, x := range xs {
		x := x
		byIndex[i] = func() int { return x }
	}
	fmt.Println(byIndex[0](), byIndex[1]())

	ch := make(chan func() int, 2)
	for _, x := range xs {
		x := x
		ch <- func() int { return x }
	}
	fmt.Println((<-ch)(), (<-ch)())

	var bound []func() int
	for _, c := range []counter{{1}, {2}} {
		c := c
		bound = append(bound, c.get)
	}
	fmt.Println(bound[0](), bound[1]())

	for _, path := range []string{"/a", "/b"} {
		path := path
		http.HandleFunc(path, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, path) })
	}
	for _, d := range []time.Duration{time.Hour, 2 * time.Hour} {
		d := d
		time.AfterFunc(d, func() { fmt.Println(d) })
	}
	for _, name := range []string{"a"} {
		name := name
		context.AfterFunc(context.Background(), func() { fmt.Println(name) })
	}
}
