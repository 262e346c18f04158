package golden

import (
	"fmt"
	"sync/atomic"
)

var serial uint64

func driverName() string {
	defer atomic.AddUint64(&serial, 1)
	return fmt.Sprintf("driver-%d", serial)
}

var between, asked, twice, steps uint64

func loggedName() string {
	defer atomic.AddUint64(&between, 1)
	println("name")
	return fmt.Sprintf("driver-%d", between)
}

func askedFor(wanted bool) bool {
	defer atomic.AddUint64(&asked, 1)
	return wanted && asked == 0
}

func twiceRead() string {
	defer atomic.AddUint64(&twice, 1)
	return fmt.Sprintf("%d-%d", twice, twice)
}

func inSteps() uint64 {
	defer atomic.AddUint64(&steps, 2)
	return steps
}
