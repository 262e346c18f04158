package a

import "sync"

type Queue struct {
	mu      sync.Mutex
	pending []string
	failed  []string
}

func (q *Queue) Add(job string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = append(q.pending, job)
}

func (q *Queue) Fail() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.failed = append(q.failed, q.pending...)
	q.pending = nil
}

func (q *Queue) Retry() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending, q.failed = q.failed, nil
}

func (q *Queue) IsIdle() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.pending != nil {
		return false
	}
	return q.failed == nil
}

func (q *Queue) Reset() {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.pending = nil
	q.failed = nil
}
