package worker

import "context"

type Worker struct{ work chan int }

func NewWorker(ctx context.Context) *Worker {
	w := &Worker{work: make(chan int)}
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case <-w.work:
			}
		}
	}()
	return w
}
