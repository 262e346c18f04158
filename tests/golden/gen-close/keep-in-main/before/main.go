package main

import "time"

type Metrics struct{ n int }

func NewMetrics() *Metrics {
	m := &Metrics{}
	go func() {
		for range time.Tick(time.Second) {
			m.n++
		}
	}()
	return m
}

func main() {
	_ = NewMetrics()
	select {}
}
