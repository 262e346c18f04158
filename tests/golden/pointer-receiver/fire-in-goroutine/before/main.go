package main

import "sync"

type job struct{ n int }

func (j job) run() { j.n++ }

type task struct{ n int }

func (t task) run() { t.n++ }

type own struct{ n int }

func (o own) bump() { o.n++ }

func main() {
	var group sync.WaitGroup
	var j job
	for range 3 {
		group.Add(1)
		go func() {
			defer group.Done()
			j.run()
		}()
	}
	var t task
	group.Go(func() { t.run() })
	group.Go(func() {
		var o own
		o.bump()
	})
	group.Wait()
}
