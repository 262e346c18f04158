package main

import (
	"bytes"
	"context"
	"fmt"
	"sync"
	"time"
)

type counter struct {
	mu sync.Mutex
	n  int
}

// add would lock twice in its second iteration.
func (c *counter) add(values []int) {
	for _, value := range values {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.n += value
	}
}

func drain(jobs <-chan int, wg *sync.WaitGroup, total *int) {
	for job := range jobs {
		defer wg.Done()
		*total += job
	}
}

func poll(ctx context.Context, ask func(context.Context) error) error {
	for {
		inner, cancel := context.WithTimeout(ctx, time.Second)
		defer cancel()
		if err := ask(inner); err != nil {
			return err
		}
	}
}

var buffers = sync.Pool{New: func() any { return new(bytes.Buffer) }}

func lengths(texts []string) (sum int) {
	for _, text := range texts {
		buffer := buffers.Get().(*bytes.Buffer)
		defer buffers.Put(buffer)
		buffer.Reset()
		buffer.WriteString(text)
		sum += buffer.Len()
	}
	return sum
}

func inLiteral(names []string) (failed bool) {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			continue
		}
		defer func() {
			if err := f.Close(); err != nil {
				fmt.Println(err)
			}
		}()
		if f.isEnd() {
			fmt.Println(f.text())
		}
	}
	return failed
}

func closeQuietly(f *file) { _ = f.Close() }

func byHelper(names []string) {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			return
		}
		defer closeQuietly(f)
		if f.isEnd() {
			fmt.Println(f.text())
		}
	}
}

func main() {
	var c counter
	c.add([]int{3})
	inLiteral([]string{"a"})
	byHelper([]string{"a"})
	fmt.Println(c.n, lengths([]string{"ab"}) == 2)
}
