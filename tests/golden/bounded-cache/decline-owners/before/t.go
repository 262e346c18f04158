package t

import (
	"context"
	"os"
	"time"
)

type worker struct {
	jobs  chan int
	every *time.Ticker
}

var (
	files   = map[string]*os.File{}
	timers  = map[string]*time.Timer{}
	workers = map[string]*worker{}
	cancels = map[string]context.CancelFunc{}
)

func File(name string) (*os.File, error) {
	if file, ok := files[name]; ok {
		return file, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	files[name] = file
	return file, nil
}

func Later(name string, f func()) { timers[name] = time.AfterFunc(time.Minute, f) }

func Work(name string) {
	workers[name] = &worker{jobs: make(chan int), every: time.NewTicker(time.Second)}
}

func Start(name string, f func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	cancels[name] = cancel
	go f(ctx)
}
