//go:build go1.21

package main

import (
	"fmt"
	"time"
)

func ticks(n int) {
	ticker := time.NewTicker(time.Second)
	for range ticker.C {
		if n--; n == 0 {
			fmt.Println(n)
			return
		}
	}
}

func main() {
	ticks(1)
}
