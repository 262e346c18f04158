package main

import (
	"context"
	"fmt"
	"time"
)

type worker struct {
	ticker *time.Ticker
	timer  *time.Timer
	done   chan bool
}

func newWorker() *worker {
	return &worker{ticker: time.NewTicker(time.Second), done: make(chan bool)}
}

func (w *worker) Close() {
	w.ticker.Stop()
	close(w.done)
}

func (w *worker) run() {
	for {
		select {
		case <-w.done:
			return
		case <-w.ticker.C:
		}
	}
}

func deferred(done <-chan bool) {
	ticker := time.NewTicker(time.Second)
	defer func() {
		fmt.Println("done")
		ticker.Stop()
	}()
	for {
		select {
		case <-ticker.C:
		case <-done:
			return
		}
	}
}

// ten waits for ten answers: ten timers at most stay for a while.
func ten(answers <-chan int) (sum int) {
	for i := 0; i < 10; i++ {
		select {
		case n := <-answers:
			sum += n
		case <-time.After(time.Minute):
			return sum
		}
	}
	for range 10 {
		select {
		case n := <-answers:
			sum += n
		case <-time.After(time.Minute):
			return sum
		}
	}
	return sum
}

// endless never returns, so that there is no place to stop it.
func endless() {
	ticker := time.NewTicker(time.Second)
	for range ticker.C {
		fmt.Println("tick")
	}
}

func forever() {
	for range time.Tick(time.Second) {
		fmt.Println("tick")
	}
}

func (w *worker) stored() {
	ticker := time.NewTicker(time.Second)
	w.ticker = ticker
	w.timer = time.AfterFunc(time.Second, w.run)
}

func stop(ticker *time.Ticker) { ticker.Stop() }

func handed() {
	ticker := time.NewTicker(time.Second)
	defer stop(ticker)
	<-ticker.C
}

// later is meant to run.
func later() {
	time.AfterFunc(time.Second, func() { fmt.Println("later") })
	timer := time.AfterFunc(time.Second, func() { fmt.Println("later") })
	fmt.Println(timer != nil)
}

// promised gives what the call will close.
func promised(verbose bool) (<-chan bool, func()) {
	done := make(chan bool)
	timer := time.AfterFunc(time.Second, func() { close(done) })
	if verbose {
		return done, func() {}
	}
	return done, func() { timer.Stop() }
}

// left leaves the loop in every other case.
func left(ctx context.Context, done chan bool) error {
	for i := 0; ; i++ {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-done:
			panic("done")
		case <-time.After(time.Minute):
			fmt.Println(i)
		}
	}
}

// once waits in no loop, alone, or for less than a second.
func once(done chan bool) {
	select {
	case <-done:
	case <-time.After(time.Minute):
	}
	for {
		<-time.After(time.Minute)
		select {
		case <-time.After(time.Minute):
		}
		select {
		case <-done:
		case <-time.After(50 * time.Millisecond):
		}
	}
}

// behind leaves the loop behind the select, whatever has come.
func behind(jobs, done chan bool, n int) {
	for {
		select {
		case <-jobs:
			continue
		case <-done:
		}
		if n > 3 {
			select {
			case <-done:
				for range n {
					continue
				}
				break
			case <-time.After(time.Minute):
			}
		}
		if n > 4 {
			return
		}
		break
	}
}

func main() {
	ten(nil)
	ticker := time.NewTicker(time.Second)
	<-ticker.C
	c := time.Tick(time.Second)
	<-c
	w := newWorker()
	go w.run()
	w.stored()
	w.Close()
	go deferred(nil)
	go endless()
	go forever()
	handed()
	later()
	promised(true)
	_ = left(context.Background(), nil)
	once(nil)
	behind(nil, nil, 1)
}
