// Command cache is asked for pages by many visitors, and keeps each page that it has rendered. It
// prints what that comes to, one figure a line.
package main

import (
	"flag"
	"fmt"
	"runtime"
	"time"
)

var pages = map[string][]byte{}

// page returns the page of a visitor, rendered the first time only.
func page(visitor string) []byte {
	if found, ok := pages[visitor]; ok {
		return found
	}
	rendered := make([]byte, 4096)
	copy(rendered, visitor)
	pages[visitor] = rendered
	return rendered
}

func main() {
	visitors := flag.Int("visitors", 200_000, "visitors who come once")
	quiet := flag.Duration("quiet", 0, "how long nobody comes before the last figure")
	flag.Parse()

	goroutines := runtime.NumGoroutine()
	started := time.Now()
	for i := range *visitors {
		page(fmt.Sprintf("/visitor/%d", i))
		page("/") // the one page that everybody wants
	}
	each := time.Since(started) / time.Duration(2**visitors)
	fmt.Printf("heap %.1f MB\n", inUse())
	fmt.Println("entries", len(pages))
	fmt.Println("goroutines", goroutines)
	fmt.Println("nanoseconds", each.Nanoseconds())
	time.Sleep(*quiet)
	page("/")
	fmt.Printf("later %.1f MB\n", inUse())
}

// inUse is the live heap in megabytes.
func inUse() float64 {
	runtime.GC()
	runtime.GC()
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return float64(stats.HeapAlloc) / 1e6
}
