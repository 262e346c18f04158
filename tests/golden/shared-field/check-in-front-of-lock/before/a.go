package golden

import (
	"fmt"
	"sync"
)

type Queue struct {
	mu     sync.Mutex
	closed bool
	jobs   []int
}

// Put keeps a job.
func (q *Queue) Put(job int) error {
	// Nothing is kept any more.
	if q.closed {
		return fmt.Errorf("the queue is closed")
	}

	q.mu.Lock()
	defer q.mu.Unlock()

	q.jobs = append(q.jobs, job)
	return nil
}

// Clear drops all jobs.
func (q *Queue) Clear() {
	if q.closed {
		return
	}
	q.mu.Lock()
	q.jobs = nil
	q.mu.Unlock()
	fmt.Println("cleared")
}

// Tell calls what may take long.
func (q *Queue) Tell(tell func()) {
	if q.closed {
		tell()
		return
	}
	q.mu.Lock()
	defer q.mu.Unlock()
	q.jobs = append(q.jobs, 0)
}

// Close ends it.
func (q *Queue) Close() {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return
	}
	q.closed = true
	q.jobs = nil
}

// IsClosed tells whether it has ended.
func (q *Queue) IsClosed() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}

// Ended tells it as well.
func (q *Queue) Ended() (bool, int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed, len(q.jobs)
}
