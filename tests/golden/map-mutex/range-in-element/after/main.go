package golden

import "sync"

type batch struct{ names []string }

type Queue struct {
	mu      sync.Mutex
	batches map[string]*batch
	visit   func(string) bool
}

func (q *Queue) Put(key string, names []string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.batches[key] = &batch{names}
}

func (q *Queue) Len() int {
	q.mu.Lock()
	defer q.mu.Unlock()
	return len(q.batches)
}

func (q *Queue) Drop(key string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	delete(q.batches, key)
}

func (q *Queue) Each(key string) {
	q.mu.Lock()
	if q.batches[key] == nil {
		q.mu.Unlock()
		return
	}
	batchEntry := q.batches[key]
	q.mu.Unlock()
	for _, name := range batchEntry.names {
		if !q.visit(name) {
			break
		}
	}
}
