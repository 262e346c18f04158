package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"time"
)

type server struct {
	ctx    context.Context
	cancel context.CancelFunc
}

func deferred() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	fmt.Println(ctx.Err())
}

func everywhere(fail bool) error {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	if fail {
		cancel()
		return ctx.Err()
	}
	err := ctx.Err()
	cancel()
	return err
}

func returned() (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancel(context.Background())
	return ctx, cancel
}

func named() (ctx context.Context, cancel context.CancelFunc) {
	ctx, cancel = context.WithCancel(context.Background())
	return
}

func direct() (context.Context, context.CancelFunc) {
	return context.WithCancel(context.Background())
}

func (s *server) start() {
	s.ctx, s.cancel = context.WithCancel(context.Background())
	ctx, cancel := context.WithCancel(s.ctx)
	s.cancel = cancel
	fmt.Println(ctx.Err())
}

var stop context.CancelFunc

func global() (ctx context.Context) {
	ctx, stop = context.WithCancel(context.Background())
	return ctx
}

func captured(done chan os.Signal) context.Context {
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-done
		cancel()
	}()
	return ctx
}

func endless() {
	ctx, cancel := context.WithCancel(context.Background())
	for {
		if ctx.Err() != nil {
			cancel()
			os.Exit(1)
		}
	}
}

func fatal(fail bool) {
	ctx, cancel := context.WithCancel(context.Background())
	if fail {
		panic(ctx.Err())
	}
	cancel()
}

func notified() {
	ctx, _ := signal.NotifyContext(context.Background(), os.Interrupt)
	<-ctx.Done()
}

// caused has a cause for its timeout; cancelling the parent cancels it.
func caused(ctx context.Context) error {
	ctx, cancel := context.WithCancelCause(ctx)
	ctx, _ = context.WithTimeoutCause(ctx, time.Second, context.DeadlineExceeded)
	defer func() { cancel(context.Canceled) }()
	return ctx.Err()
}

func silenced() {
	ctx, _ := context.WithTimeout(context.Background(), time.Second) //nolint:govet // short
	fmt.Println(ctx.Err())
}

func main() {
	deferred()
	_ = everywhere(true)
	_, cancel := returned()
	cancel()
	_, cancel = named()
	cancel()
	_, cancel = direct()
	cancel()
	new(server).start()
	global()
	_ = caused(context.Background())
	silenced()
	captured(nil)
	fatal(false)
	notified()
	endless()
}
