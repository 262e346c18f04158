package golden

import (
	"fmt"
	"sync/atomic"
)

var serial atomic.Uint64

func driverName() string {
	return fmt.Sprintf("driver-%d", serial.Add(1)-1)
}

var between atomic.Uint64
var asked atomic.Uint64
var twice atomic.Uint64
var steps atomic.Uint64

func loggedName() string {
	defer between.Add(1)
	println("name")
	return fmt.Sprintf("driver-%d", between.Load())
}

func askedFor(wanted bool) bool {
	defer asked.Add(1)
	return wanted && asked.Load() == 0
}

func twiceRead() string {
	defer twice.Add(1)
	return fmt.Sprintf("%d-%d", twice.Load(), twice.Load())
}

func inSteps() uint64 {
	defer steps.Add(2)
	return steps.Load()
}
