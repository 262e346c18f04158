package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

type job struct{ n int64 }

func (j job) run(sum *atomic.Int64, wg *sync.WaitGroup)   { sum.Add(j.n); wg.Done() }
func (j *job) point(sum *atomic.Int64, wg *sync.WaitGroup) { sum.Add(j.n); wg.Done() }

func main() {
	var wg sync.WaitGroup
	var sum atomic.Int64
	var kept []*job
	for _, j := range []job{{1}, {1}} {
		j := j
		kept = append(kept, &j)
		wg.Add(1)
		go func() { sum.Add(j.n); wg.Done() }()
	}
	for _, j := range []job{{1}} {
		wg.Add(3)
		go func(j job) { sum.Add(j.n); wg.Done() }(j)
		go j.run(&sum, &wg)
		defer fmt.Sprint(j)
		k := j
		go func() { sum.Add(k.n); wg.Done() }()
	}
	for _, j := range []*job{{1}} {
		wg.Add(1)
		go j.point(&sum, &wg)
	}
	wg.Wait()
	fmt.Println(sum.Load())
	_ = kept
}
