package stringbuilder

import (
	"strings"
	"sync"
)

// Report joins the lines, in any order.
func Report(lines []string) string {
	var b strings.Builder
	var wg sync.WaitGroup
	for _, line := range lines {
		wg.Add(1)
		go func() {
			defer wg.Done()
			b.WriteString(line + "\n")
		}()
	}
	wg.Wait()
	return b.String()
}
