package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"
)

// Worker owns a goroutine that waits for its end, and some memory.
type Worker struct {
	data []byte
	stop chan struct{}
}

func newWorker() *Worker {
	w := &Worker{data: make([]byte, mib), stop: make(chan struct{})}
	go w.run()
	return w
}

func (w *Worker) run() {
	<-w.stop
	w.data = nil
}

// Close ends the goroutine.
func (w *Worker) Close() { close(w.stop) }

// owners overwrites what really has to be released.
func owners() {
	times := 100
	if *short {
		times = 20
	}
	before := runtime.NumGoroutine()
	var kept map[string]*Worker
	grown := growth(func() any {
		kept = map[string]*Worker{}
		for range times {
			kept["key"] = newWorker()
		}
		return kept
	})
	left := runtime.NumGoroutine() - before

	before = runtime.NumGoroutine()
	closing := map[string]*Worker{}
	for range times {
		old := closing["key"]
		closing["key"] = newWorker()
		if old != nil {
			old.Close()
		}
	}
	closed := settles(func() int { return runtime.NumGoroutine() - before }, 1)

	tickers := leftOver(times, func(m map[string]*time.Ticker) {
		t := time.NewTicker(time.Hour)
		m["key"] = t
		go func() {
			for range t.C { // Stop does not close the channel
			}
		}()
	})
	waiting := contexts(times)
	files := descriptors(times)
	fmt.Printf("\n%d overwrites of what owns something:\n", times)
	fmt.Printf("  a worker with a goroutine      %3d goroutines and %.0f MiB left\n", left, grown)
	fmt.Printf("  ... closed when overwritten    %3d goroutine left\n", closed)
	fmt.Printf("  a ticker that a loop waits for %3d goroutines left\n", tickers)
	fmt.Printf("  a cancel function, not called  %3d contexts alive\n", waiting)
	if files >= 0 {
		fmt.Printf("  a file                         %3d descriptors open until the collector runs\n", files)
	}
	judge(left >= times && grown > float64(times)/2, "goroutines of overwritten values stay, with their memory")
	judge(closed <= 1, "closing the old value ends them")
	judge(tickers >= times, "loops over overwritten tickers stay")
	judge(waiting >= times-1, "contexts whose cancel function is overwritten stay")
}

func leftOver(times int, write func(m map[string]*time.Ticker)) int {
	before := runtime.NumGoroutine()
	m := map[string]*time.Ticker{}
	for range times {
		write(m)
	}
	m["key"].Stop()
	runtime.GC()
	return runtime.NumGoroutine() - before
}

// contexts counts the contexts that are alive when their cancel functions were overwritten.
func contexts(times int) int {
	cancels := map[string]context.CancelFunc{}
	var all []context.Context
	for range times {
		ctx, cancel := context.WithCancel(context.Background())
		all = append(all, ctx)
		cancels["key"] = cancel
	}
	cancels["key"]()
	alive := 0
	for _, ctx := range all {
		if ctx.Err() == nil {
			alive++
		}
	}
	return alive
}

// descriptors counts the files that are open when their map entry was overwritten; -1 where the
// system does not tell.
func descriptors(times int) int {
	open := func() int {
		entries, err := os.ReadDir("/proc/self/fd")
		if err != nil {
			return -1
		}
		return len(entries)
	}
	before := open()
	if before < 0 {
		return -1
	}
	files := map[string]*os.File{}
	for range times {
		file, err := os.Open(os.DevNull)
		if err != nil {
			return -1
		}
		files["key"] = file
	}
	left := open() - before
	runtime.KeepAlive(files)
	return left
}
