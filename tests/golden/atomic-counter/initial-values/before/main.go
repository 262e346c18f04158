package main

import "fmt"

var hits, misses int // since the start

var (
	limit   = 4
	grouped int32 = 0 // of the group
)

type Job struct {
	name        string
	tries, left int
	live        bool
}

func newJob(name string, tries int) *Job {
	return &Job{name: name, tries: tries, live: true}
}

func zeroJob() *Job {
	return &Job{
		name:  "zero",
		tries: 0,
		live:  false, // not yet
	}
}

func local(n int) int {
	left := n + 1
	func() { left += 3 }()
	return left
}

func split() int {
	n, m := 5, 3
	func() { n += m }()
	return n
}

func main() {
	j := newJob("a", 3)
	z := Job{live: true, tries: 7}
	hits += 5
	misses = 9
	_ = zeroJob()
	_ = limit
	fmt.Println(j.tries, j.live, z.tries, split(), local(1), grouped, misses)
}
