package main

import "time"

func every() {
	for range time.NewTicker(time.Second).C {
		println("tick")
	}
}

func late(work func()) {
	<-time.NewTicker(time.Second).C
	for {
		work()
	}
}

func stopped(done <-chan bool) {
	ticker := time.NewTicker(time.Second)
	defer ticker.Stop()
	select {
	case <-ticker.C:
	case <-done:
	}
}

func main() {
	go every()
	go late(func() {})
	stopped(nil)
	<-time.NewTicker(time.Second).C
}
