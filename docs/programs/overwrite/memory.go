package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// Value is what the map holds: some large data, and a text that readers look at.
type Value struct {
	Data []byte
	Text string
}

func newValue(size int) *Value {
	data := make([]byte, size)
	for at := 0; at < size; at += 4096 { // touched, so that it is really there
		data[at] = 1
	}
	return &Value{Data: data, Text: "hello"}
}

// overwriting writes one key again and again, plainly and with the two idioms.
func overwriting() {
	times := 500
	if *short {
		times = 100
	}
	var collected atomic.Int64
	plain := growth(func() any {
		m := map[string]*Value{}
		for range times {
			v := newValue(mib)
			runtime.AddCleanup(v, func(int) { collected.Add(1) }, 0)
			m["key"] = v
		}
		return m
	})
	nilled := growth(func() any {
		m := map[string]*Value{}
		for range times {
			if old := m["key"]; old != nil {
				old.Data = nil
			}
			m["key"] = newValue(mib)
		}
		return m
	})
	deleted := growth(func() any {
		m := map[string]*Value{}
		for range times {
			delete(m, "key")
			m["key"] = newValue(mib)
		}
		return m
	})
	all := eventually(func() bool { return collected.Load() >= int64(times-1) })
	fmt.Printf("\n%d overwrites of one key with 1 MiB each, live heap afterwards:\n", times)
	fmt.Printf("  m[k] = v                     %6.1f MiB, %d of %d old values collected\n",
		plain, min(collected.Load(), int64(times-1)), times-1)
	fmt.Printf("  old.Data = nil; m[k] = v     %6.1f MiB\n", nilled)
	fmt.Printf("  delete(m, k); m[k] = v       %6.1f MiB\n", deleted)
	if !*short {
		fmt.Printf("  cost: m[k] = v %.1f ns, with delete before %.1f ns\n", cost(false), cost(true))
	}
	judge(plain < 3 && all, "overwriting a pointer in a map leaks nothing")
	judge(nilled > plain-0.5 && deleted > plain-0.5, "neither idiom leaves less on the heap")
}

// cost is the time of one overwrite in nanoseconds.
func cost(deleting bool) float64 {
	const times = 20_000_000
	v := &Value{}
	m := map[string]*Value{"key": v, "other": v}
	start := time.Now()
	for range times {
		if deleting {
			delete(m, "key")
		}
		m["key"] = v
	}
	return float64(time.Since(start).Nanoseconds()) / times
}

// readers shows what the idioms do to somebody who looks at the map meanwhile.
func readers() {
	m := map[string]*Value{"key": newValue(16)}
	reader := m["key"] // another function has taken the pointer
	old := m["key"]
	old.Data, old.Text = nil, ""
	m["key"] = newValue(16)
	destroyed := reader.Text == "" && reader.Data == nil

	missing := missed()
	fmt.Printf("\nAnother reader:\n")
	fmt.Printf("  of the old pointer, after its fields are set to nil: text %q, %d bytes\n",
		reader.Text, len(reader.Data))
	fmt.Printf("  of the map, between delete and assignment: key missing in %d of %d reads\n", missing, turns)
	judge(destroyed, "nil in the old value's fields destroys what another reader holds")
	judge(missing > 0, "a reader between delete and assignment does not find the key")
}

// turns are the reads that fall between delete and assignment.
const turns = 1000

// missed counts the reads that do not find the key while a writer deletes and assigns it under two
// locks. Writer and reader take turns, so that each read falls into the gap.
func missed() int {
	var mu sync.RWMutex
	m := map[string]int{"key": 0}
	turn := make(chan struct{})
	missing := 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range turn {
			mu.RLock()
			if _, ok := m["key"]; !ok {
				missing++
			}
			mu.RUnlock()
			turn <- struct{}{}
		}
	}()
	for n := range turns {
		mu.Lock()
		delete(m, "key")
		mu.Unlock()
		turn <- struct{}{} // whoever reads now
		<-turn
		mu.Lock()
		m["key"] = n
		mu.Unlock()
	}
	close(turn)
	<-done
	return missing
}
