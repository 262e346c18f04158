// Command overwrite measures what overwriting a pointer in a map costs, and what it does not.
//
// The claim is that m[k] = v leaks the old value unless its big field is set to nil, or its key
// deleted, before. Each experiment prints what it measured; the last lines are verdicts, and the
// exit code is 1 where one of them does not hold.
//
//	go run . [-short]
package main

import (
	"flag"
	"fmt"
	"os"
	"runtime"
	"time"
)

const mib = 1 << 20

var short = flag.Bool("short", false, "smaller values, the same verdicts")

type verdict struct {
	text  string
	holds bool
}

var verdicts []verdict

func judge(holds bool, text string) { verdicts = append(verdicts, verdict{text, holds}) }

func main() {
	flag.Parse()
	fmt.Printf("%s %s/%s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH)
	overwriting()
	readers()
	peaks()
	tables()
	owners()
	fmt.Println()
	failed := false
	for _, v := range verdicts {
		word := "holds"
		if !v.holds {
			word, failed = "DOES NOT HOLD", true
		}
		fmt.Printf("%s: %s\n", word, v.text)
	}
	if failed {
		os.Exit(1)
	}
}

// inUse is the size of the heap's live objects in MiB.
func inUse() float64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapAlloc) / mib
}

// growth is by how much a function raises the live heap while what it returns is kept.
func growth(f func() any) float64 {
	before := inUse()
	kept := f()
	grown := inUse() - before
	runtime.KeepAlive(kept)
	return grown
}

// settles waits until what it counts does not exceed the limit, for a few seconds at most.
func settles(count func() int, limit int) int {
	for range 100 {
		if count() <= limit {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	return count()
}

// eventually runs the collector and waits, until a condition holds or a few seconds are over.
func eventually(condition func() bool) bool {
	for range 100 {
		runtime.GC()
		if condition() {
			return true
		}
		time.Sleep(20 * time.Millisecond)
	}
	return condition()
}
