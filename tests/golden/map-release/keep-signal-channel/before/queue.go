package queue

type Queue struct{ notify chan struct{} }

func (q *Queue) Reset() {
	q.notify = make(chan struct{}, 1)
}

func (q *Queue) Wake() { q.notify <- struct{}{} }
