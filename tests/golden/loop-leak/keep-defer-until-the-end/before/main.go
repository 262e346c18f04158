package main

import (
	"fmt"
	"os"
	"sync"
	"time"
)

type shard struct {
	mu sync.Mutex
	n  int
}

// sum holds all locks at once.
func sum(shards []*shard) (total int) {
	for _, each := range shards {
		each.mu.Lock()
		defer each.mu.Unlock()
	}
	for _, each := range shards {
		total += each.n
	}
	return total
}

// once locks when it first has to.
func (s *shard) once(values []int) {
	locked := false
	for _, value := range values {
		if value > 0 && !locked {
			s.mu.Lock()
			defer s.mu.Unlock()
			locked = true
		}
		fmt.Println(value)
	}
}

// first makes a timer for all turns when it first needs one.
func first(waits []time.Duration, done <-chan bool) {
	var timer *time.Timer
	for _, wait := range waits {
		if timer == nil {
			timer = time.NewTimer(wait)
			defer timer.Stop()
		} else {
			timer.Reset(wait)
		}
		select {
		case <-done:
		case <-timer.C:
		}
	}
}

// closeAll has opened none of them.
func closeAll(files []*file) {
	for _, f := range files {
		defer f.Close()
	}
	for i := range files {
		f := files[i]
		defer f.Close()
		fmt.Println(f.text())
	}
}

// temporary removes its files at the end.
func temporary(n int) (err error) {
	var names []string
	for range n {
		f, err := os.CreateTemp("", "")
		if err != nil {
			return err
		}
		defer os.Remove(f.Name())
		if err := f.Close(); err != nil {
			return err
		}
		names = append(names, f.Name())
	}
	fmt.Println(names)
	return nil
}

// held is open while the function runs, and not used in the loop.
func held(names []string, run func()) error {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil || f == nil {
			return err
		}
		defer f.Close()
	}
	run()
	return nil
}

// few are easily counted.
func few() {
	for _, name := range []string{"a", "b"} {
		f, err := openFile(name)
		if err != nil {
			return
		}
		defer f.Close()
		fmt.Println(f.text())
	}
	for i := 0; i < 3; i++ {
		f, _ := openFile("c")
		defer f.Close()
		fmt.Println(f.text())
	}
	for range 2 {
		f, _ := openFile("c")
		defer f.Close()
		fmt.Println(f.text())
	}
}

// told prints at the end, which releases nothing.
func told(names []string) {
	for _, name := range names {
		defer fmt.Println("done with", name)
		fmt.Println(name)
	}
}

func main() {
	sum(nil)
	closeAll(nil)
	_ = temporary(0)
	_ = held(nil, func() {})
	few()
	first(nil, nil)
	new(shard).once(nil)
	told(nil)
}
