package main

import (
	"context"
	"database/sql"
	"fmt"
	"net/http"
	"os/exec"
	"sync"
	"time"
)

func returned() context.Context {
	ctx, _ := context.WithTimeout(context.Background(), time.Hour)
	return ctx
}

type server struct {
	ctx     context.Context
	workers []func()
}

func newServer() *server {
	ctx, _ := context.WithCancel(context.Background())
	return &server{ctx: ctx}
}

func (s *server) stored() {
	ctx, _ := context.WithCancel(context.Background())
	s.ctx = ctx
}

func (s *server) started() {
	ctx, _ := context.WithCancel(context.Background())
	go s.run(ctx)
}

func (s *server) run(ctx context.Context) { <-ctx.Done() }

func (s *server) closure() func() error {
	ctx, _ := context.WithCancel(context.Background())
	return func() error { return ctx.Err() }
}

func (s *server) startedByMethod() {
	ctx, _ := context.WithCancel(context.Background())
	s.start(ctx)
}

func (s *server) start(ctx context.Context) {
	go s.run(ctx)
}

func get(url string) (*http.Response, error) {
	ctx, _ := context.WithTimeout(context.Background(), time.Hour)
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, err
	}
	return http.DefaultClient.Do(request)
}

func rows(db *sql.DB) (*sql.Rows, error) {
	ctx, _ := context.WithTimeout(context.Background(), time.Hour)
	return db.QueryContext(ctx, "select 1")
}

func command() error {
	ctx, _ := context.WithTimeout(context.Background(), time.Hour)
	command := exec.CommandContext(ctx, "sleep", "1")
	return command.Start()
}

type queue struct {
	mu   sync.Mutex
	cond *sync.Cond
}

// woken waits for a condition, not for the goroutine.
func (q *queue) woken() error {
	ctx, _ := context.WithTimeout(context.Background(), time.Hour)
	go func() {
		<-ctx.Done()
		q.cond.Broadcast()
	}()
	q.cond.Wait()
	return ctx.Err()
}

func sent(contexts chan context.Context) {
	ctx, _ := context.WithTimeout(context.Background(), time.Hour)
	contexts <- ctx
}

type channel interface{ Publish(context.Context, string) }

// published may be on its way to slow subscribers when Publish has returned.
func published(c channel) {
	ctx, _ := context.WithTimeout(context.Background(), time.Hour)
	c.Publish(ctx, "news")
}

func main() {
	published(nil)
	fmt.Println(returned(), newServer())
	s := &server{}
	s.stored()
	s.started()
	_ = s.closure()
	s.startedByMethod()
	_, _ = get("")
	_, _ = rows(nil)
	_ = command()
	sent(nil)
	_ = new(queue).woken()
}
