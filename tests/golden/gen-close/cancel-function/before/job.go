package job

import "context"

type Job struct {
	ctx    context.Context
	cancel context.CancelFunc
	work   chan int
}

func NewJob(parent context.Context) *Job {
	j := &Job{work: make(chan int)}
	j.ctx, j.cancel = context.WithCancel(parent)
	go j.run()
	return j
}

func (j *Job) run() {
	for {
		select {
		case <-j.ctx.Done():
			return
		case <-j.work:
		}
	}
}
