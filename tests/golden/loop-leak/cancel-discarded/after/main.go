package main

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"time"
)

type user struct {
	name string
	tags []string
}

func load(ctx context.Context) (*user, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return &user{name: "a"}, nil
}

func parameter(ctx context.Context) (*user, error) {
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	return load(ctx)
}

func declared(parent context.Context) error {
	ctx, cancel := context.WithCancel(parent)
	defer cancel()
	u, err := load(ctx)
	if err != nil {
		return err
	}
	if u.name == "" {
		return errors.New("no name")
	}
	return nil
}

func nested(ctx context.Context, limit time.Duration) error {
	if limit > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, time.Now().Add(limit))
		defer cancel()
	}
	_, err := load(ctx)
	return err
}

func cause(parent context.Context) error {
	var ctx, cancel = context.WithCancelCause(parent)
	defer cancel(nil)
	_, err := load(ctx)
	return err
}

func inLiteral(parent context.Context) error {
	return func() error {
		cancel := "taken"
		ctx, newCancel := context.WithTimeoutCause(parent, time.Minute, errors.New(cancel))
		defer newCancel()
		_, err := load(ctx)
		return err
	}()
}

// parent is a context of another kind: each child costs a goroutine until it is cancelled.
type parent struct {
	context.Context
	done chan struct{}
}

func (p *parent) Done() <-chan struct{} { return p.done }

func main() {
	ctx := &parent{context.Background(), make(chan struct{})}
	before := runtime.NumGoroutine()
	show := func(err error) {
		time.Sleep(20 * time.Millisecond)
		if err != nil {
			fmt.Println(err)
		}
		fmt.Println(runtime.NumGoroutine() - before)
	}
	_, err := parameter(ctx)
	show(err)
	show(declared(ctx))
	show(nested(ctx, time.Minute))
	show(cause(ctx))
	show(inLiteral(ctx))
}
