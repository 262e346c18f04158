package main

import (
	"fmt"
	"sync"
)

type conn struct{ id int }

func serve(conns chan conn, done chan struct{}, release chan struct{}, out chan int) {
	var wg sync.WaitGroup
	var c conn
	for {
		select {
		case <-done:
			close(release)
			wg.Wait()
			return
		case c = <-conns:
		}
		if c.id == 0 {
			continue
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			<-release
			out <- c.id
		}()
	}
}

func keep(ids []int) (kept []*int) {
	var id int
next:
	for {
		switch {
		case len(ids) == 0:
			return kept
		case ids[0] < 0:
			ids = ids[1:]
			continue next
		}
		id, ids = ids[0], ids[1:]
		kept = append(kept, &id)
	}
}

func main() {
	conns, done, release, out := make(chan conn), make(chan struct{}), make(chan struct{}), make(chan int, 2)
	go func() {
		conns <- conn{1}
		conns <- conn{2}
		close(done)
	}()
	serve(conns, done, release, out)
	fmt.Println(<-out + <-out)
	for _, id := range keep([]int{3, -1, 4}) {
		fmt.Println(*id)
	}
}
