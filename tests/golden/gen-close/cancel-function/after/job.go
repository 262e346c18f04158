package job

import (
	"context"
	"sync"
)

type Job struct {
	ctx       context.Context
	cancel    context.CancelFunc
	work      chan int
	wg        sync.WaitGroup
	closeOnce sync.Once
}

func NewJob(parent context.Context) *Job {
	j := &Job{work: make(chan int)}
	j.ctx, j.cancel = context.WithCancel(parent)
	j.wg.Add(1)
	go j.run()
	return j
}

// Close ends the goroutines of the Job and closes what it has opened.
// It may be called more than once.
func (j *Job) Close() error {
	j.closeOnce.Do(func() {
		if j.cancel != nil {
			j.cancel()
		}
		j.wg.Wait()
	})
	return nil
}

func (j *Job) run() {
	defer j.wg.Done()
	for {
		select {
		case <-j.ctx.Done():
			return
		case <-j.work:
		}
	}
}
