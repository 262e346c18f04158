package main

import (
	"fmt"
	"sort"
	"sync"
)

type group struct{ wg sync.WaitGroup }

func (g *group) Go(f func()) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		f()
	}()
}

type task struct{ n int }

func (t *task) send(ch chan<- int) { ch <- t.n }

func background(f func()) {
	go func() {
		defer func() { _ = recover() }()
		f()
	}()
}

func send(t *task, ch chan<- int) { ch <- t.n }

func collect(ch <-chan int) []int {
	got := []int{<-ch, <-ch, <-ch}
	sort.Ints(got)
	return got
}

func main() {
	ch := make(chan int)
	for _, n := range []int{1, 2, 3} {
		n := n
		go func() { ch <- n }()
	}
	fmt.Println(collect(ch))

	var g group
	for _, n := range []int{1, 2, 3} {
		n := n
		g.Go(func() { ch <- n })
	}
	fmt.Println(collect(ch))
	g.wg.Wait()

	for _, t := range []task{{1}, {2}, {3}} {
		t := t
		go t.send(ch)
	}
	fmt.Println(collect(ch))

	for _, t := range []task{{1}, {2}, {3}} {
		t := t
		go send(&t, ch)
	}
	fmt.Println(collect(ch))

	for _, n := range []int{1, 2, 3} {
		n := n
		background(func() { ch <- n })
	}
	fmt.Println(collect(ch))

	for i := 1; i <= 3; i++ {
		i := i
		// the index
		worker := func() { ch <- i }
		go worker()
	}
	fmt.Println(collect(ch))
}
