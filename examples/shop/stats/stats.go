// Package stats counts what the shop does.
package stats

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"sync/atomic"
	"time"
)

// Endpoint is what is known about one path.
type Endpoint struct {
	Hits    int
	Failed  int
	Slowest time.Duration
}

// Recorder counts requests. Every handler of the server calls it.
type Recorder struct {
	hits     map[string]int
	statuses map[string]map[int]int
	latency  histogram
	requests int
	bytes    int64
}

// NewRecorder returns a recorder that has seen nothing.
func NewRecorder() *Recorder {
	return &Recorder{hits: make(map[string]int), statuses: make(map[string]map[int]int)}
}

// Request counts one request.
func (r *Recorder) Request(path string, status int, size int64, took time.Duration) {
	r.requests++
	r.hits[path]++
	if r.statuses[path] == nil {
		r.statuses[path] = make(map[int]int)
	}
	r.statuses[path][status]++
	atomic.AddInt64(&r.bytes, size)
	r.latency.observe(took)
}

// Bytes returns how much was sent.
func (r *Recorder) Bytes() int64 { return atomic.LoadInt64(&r.bytes) }

// Requests returns how many requests were counted.
func (r *Recorder) Requests() int { return r.requests }

// Slow returns how many requests fell into the slowest bucket.
func (r *Recorder) Slow() int { return r.latency.counts[len(r.latency.counts)-1] }

// Write prints the counts, busiest path first.
func (r *Recorder) Write(w io.Writer) error {
	paths := slices.SortedFunc(maps.Keys(r.hits), func(a, b string) int { return r.hits[b] - r.hits[a] })
	for _, path := range paths {
		if _, err := fmt.Fprintf(w, "%6d %s\n", r.hits[path], path); err != nil {
			return err
		}
	}
	return nil
}

// Summarize adds up a log of requests by path.
func Summarize(paths []string, took []time.Duration) map[string]Endpoint {
	byPath := make(map[string]Endpoint)
	for i, path := range paths {
		endpoint := byPath[path]
		endpoint.Hits++
		endpoint.Slowest = max(endpoint.Slowest, took[i])
		byPath[path] = endpoint
	}
	return byPath
}

// MarkFailed counts a failure of every path of the list.
func MarkFailed(byPath map[string]Endpoint, paths ...string) {
	for _, path := range paths {
		if endpoint, ok := byPath[path]; ok {
			endpoint.Failed++
		}
	}
}
