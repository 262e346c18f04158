package a

import (
	"fmt"
	"io"
	"slices"
	"sync"
)

type Queue struct {
	mu      sync.Mutex
	done    []string
	pending []string
	failed  []string
}

func (q *Queue) Add(job string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = append(q.pending, job)
}

func (q *Queue) Finish(job string, ok bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = nil
	if ok {
		q.done = append(q.done, job)
	} else {
		q.failed = append(q.failed, job)
	}
}

func (q *Queue) Clear() {
	q.mu.Lock()
	q.done = nil
	q.failed = nil
	q.mu.Unlock()
}

func (q *Queue) Write(w io.Writer) {
	q.mu.Lock()
	snap := slices.Clone(q.done)
	q.mu.Unlock()
	for _, job := range snap {
		fmt.Fprintln(w, "done", job)
	}
	q.mu.Lock()
	snapNow := slices.Clone(q.pending)
	q.mu.Unlock()
	for _, job := range snapNow {
		fmt.Fprintln(w, "pending", job)
	}
	q.mu.Lock()
	snap2 := slices.Clone(q.failed)
	q.mu.Unlock()
	for _, job := range snap2 {
		fmt.Fprintln(w, "failed", job)
	}
}
