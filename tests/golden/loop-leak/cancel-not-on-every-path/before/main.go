package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

type store interface {
	Get(ctx context.Context, key string) (string, error)
}

func get(s store) (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	value, err := s.Get(ctx, "key")
	if err != nil {
		return "", err
	}
	cancel()
	return value, nil
}

func ask(s store) (string, error) {
	ctx, _ := context.WithTimeout(context.Background(), time.Second)
	return s.Get(ctx, "key")
}

func all(keys []string, s store) {
	ctx, _ := context.WithCancelCause(context.Background())
	var wg sync.WaitGroup
	for _, key := range keys {
		wg.Add(1)
		go func() {
			defer wg.Done()
			value, err := s.Get(ctx, key)
			fmt.Println(value, err)
		}()
	}
	wg.Wait()
}

func cause(fail bool, s store) error {
	ctx, cancel := context.WithCancelCause(context.Background())
	if _, err := s.Get(ctx, "key"); err != nil {
		return err
	}
	if fail {
		cancel(errors.New("failed"))
	}
	return nil
}

type session struct {
	ctx    context.Context
	cancel context.CancelFunc
}

// open hands both on, unless it fails before.
func open(s store) (*session, error) {
	ctx, cancel := context.WithCancel(context.Background())
	if s == nil {
		return nil, errors.New("no store")
	}
	if _, err := s.Get(context.Background(), "key"); err != nil {
		return nil, err
	}
	return &session{ctx, cancel}, nil
}

func main() {
	_, _ = get(nil)
	_, _ = ask(nil)
	all(nil, nil)
	_, _ = open(nil)
	_ = cause(true, nil)
}
