package golden

import (
	"container/heap"
	"sync"
)

type Queue struct {
	mu    sync.RWMutex
	items []int // guarded by mu
}

func (q *Queue) Len() int { return len(q.items) }

func (q *Queue) Less(i, j int) bool { return q.items[i] < q.items[j] }

func (q *Queue) Swap(i, j int) { q.items[i], q.items[j] = q.items[j], q.items[i] }

func (q *Queue) Push(x any) { q.items = append(q.items, x.(int)) }

func (q *Queue) Pop() any {
	last := q.items[len(q.items)-1]
	q.items = q.items[:len(q.items)-1]
	return last
}

func (q *Queue) Add(n int) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) > 100 {
		return
	}
	heap.Push(q, n)
}

func (q *Queue) Next() (int, bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.items) == 0 {
		return 0, false
	}
	return heap.Pop(q).(int), true
}
