package a

import (
	"fmt"
	"io"
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
	for _, job := range q.done {
		fmt.Fprintln(w, "done", job)
	}
	for _, job := range q.pending {
		fmt.Fprintln(w, "pending", job)
	}
	for _, job := range q.failed {
		fmt.Fprintln(w, "failed", job)
	}
}
