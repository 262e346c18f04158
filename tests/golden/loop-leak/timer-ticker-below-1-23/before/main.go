package main

import (
	"fmt"
	"time"
)

type worker struct {
	interval time.Duration
	done     chan bool
}

func (w *worker) start() chan bool {
	go func() {
		ticker := time.NewTicker(w.interval)
		for {
			select {
			case <-w.done:
				return
			case <-ticker.C:
				fmt.Println("tick")
			}
		}
	}()
	return w.done
}

// run has a deferred call already, which stops one of the two.
func (w *worker) run() {
	wait := time.NewTicker(time.Second)
	check := time.NewTicker(time.Minute)
	defer func() {
		wait.Stop()
		fmt.Println("stopped")
	}()
	for {
		select {
		case <-w.done:
			return
		case <-wait.C:
		case <-check.C:
		}
	}
}

func (w *worker) stoppedOnce(n int) bool {
	var ticker = time.NewTicker(w.interval)
	for range ticker.C {
		n--
		if n < 0 {
			return false
		}
		if n == 5 {
			ticker.Stop()
			return true
		}
	}
	return true
}

func ticks(n int) {
	for range time.Tick(time.Second) {
		if n--; n == 0 {
			break
		}
	}
	ticker := 0
	c := time.Tick(time.Duration(n))
	<-c
	fmt.Println(ticker)
}

func main() {
	w := &worker{time.Second, make(chan bool)}
	w.start()
	go w.run()
	go w.stoppedOnce(1)
	go ticks(1)
}
