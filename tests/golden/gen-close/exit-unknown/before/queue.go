package queue

type Queue struct{ jobs chan func() }

func New() *Queue {
	q := &Queue{jobs: make(chan func())}
	go func() {
		for job := range q.jobs {
			job()
		}
	}()
	return q
}
