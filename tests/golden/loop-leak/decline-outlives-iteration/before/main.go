package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"sync"
	"time"
)

func appended(names []string) (n int) {
	var files []*os.File
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		files = append(files, f)
	}
	return len(files)
}

func wrapped(names []string) {
	var readers []io.Reader
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		reader := bufio.NewReader(f)
		readers = append(readers, reader)
	}
	_, _ = io.Copy(os.Stdout, io.MultiReader(readers...))
}

func last(names []string) {
	var f *os.File
	for _, name := range names {
		var err error
		f, err = os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		fmt.Println(f.Name())
	}
	fmt.Println(f.Name())
}

type holder struct {
	files map[string]*os.File
	add   []func()
}

func (h *holder) stored(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		h.files[name] = f
	}
}

func (h *holder) captured(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		h.add = append(h.add, func() { fmt.Println(f.Name()) })
	}
}

func sent(names []string, files chan<- *os.File) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		files <- f
	}
}

func started(names []string) {
	var wg sync.WaitGroup
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		wg.Add(1)
		go func() {
			defer wg.Done()
			_, _ = io.Copy(io.Discard, f)
		}()
	}
	wg.Wait()
}

func keep(f *os.File) { kept = append(kept, f) }

var kept []*os.File

func kept2(names []string) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		keep(f)
	}
}

type registry interface{ Register(io.Reader) }

func registered(names []string, r registry) {
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		r.Register(f)
	}
}

func served(n int) {
	var addresses []string
	for range n {
		server := httptest.NewServer(nil)
		defer server.Close()
		addresses = append(addresses, server.URL)
	}
	fmt.Println(addresses)
}

func run(n int, start func(context.Context)) {
	for range n {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		go start(ctx)
	}
}

func previous(names []string) {
	var before *os.File
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		if before != nil {
			_, _ = io.Copy(before, f)
		}
		before = f
	}
}

func keyed(names []string) {
	seen := map[*os.File]bool{}
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		seen[f] = true
	}
	for f := range seen {
		fmt.Println(f.Name())
	}
}

func bound(names []string) {
	var names2 []func() string
	for _, name := range names {
		f, err := os.Open(name)
		if err != nil {
			return
		}
		defer f.Close()
		names2 = append(names2, f.Name)
	}
	for _, name := range names2 {
		fmt.Println(name())
	}
}

// signalled keeps the timer's channel, which a later iteration waits for.
func signalled(tasks <-chan string, patience bool) string {
	var late <-chan time.Time
	for {
		if patience {
			patience = false
			timer := time.NewTimer(time.Hour)
			late = timer.C
			defer timer.Stop()
		}
		select {
		case task := <-tasks:
			if task != "" {
				return task
			}
		case <-late:
			return "late"
		}
	}
}

// buffer gives its memory away when it is closed.
type buffer struct{ parts [][]byte }

type view struct{ parts [][]byte }

func newBuffer() *buffer { return &buffer{} }

func (b *buffer) Write(p []byte) { b.parts = append(b.parts, p) }
func (b *buffer) View() view     { return view{b.parts} }
func (b *buffer) Close()         { b.parts = nil }

func lent(shards [][]byte) map[int]view {
	views := map[int]view{}
	for i, shard := range shards {
		b := newBuffer()
		defer b.Close()
		b.Write(shard)
		views[i] = b.View()
	}
	return views
}

func main() {
	lent(nil)
	keyed(nil)
	bound(nil)
	appended(nil)
	wrapped(nil)
	last(nil)
	h := &holder{files: map[string]*os.File{}}
	h.stored(nil)
	h.captured(nil)
	sent(nil, nil)
	started(nil)
	kept2(nil)
	registered(nil, nil)
	served(0)
	run(0, nil)
	previous(nil)
}
