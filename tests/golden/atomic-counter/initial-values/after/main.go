package main

import (
	"fmt"
	"sync/atomic"
)

var hits atomic.Int64
var misses int // since the start

var (
	limit   = 4
	grouped atomic.Int32 // of the group
)

type Job struct {
	name  string
	tries atomic.Int64
	left  int
	live  atomic.Bool
}

func newJob(name string, tries int) *Job {
	job := &Job{name: name}
	job.live.Store(true)
	job.tries.Store(int64(tries))
	return job
}

func zeroJob() *Job {
	return &Job{
		name: "zero",
	}
}

func local(n int) int {
	var left atomic.Int64
	left.Store(int64(n + 1))
	func() { left.Add(3) }()
	return int(left.Load())
}

func split() int {
	m := 3
	var n atomic.Int64
	n.Store(5)
	func() { n.Add(int64(m)) }()
	return int(n.Load())
}

func main() {
	j := newJob("a", 3)
	z := Job{}
	z.live.Store(true)
	z.tries.Store(7)
	hits.Add(5)
	misses = 9
	_ = zeroJob()
	_ = limit
	fmt.Println(int(j.tries.Load()), j.live.Load(), int(z.tries.Load()), split(), local(1), grouped.Load(), misses)
}
