package main

import (
	"fmt"
	"testing"
)

func index(names []string) map[string]int {
	m := make(map[string]int)
	for i, name := range names {
		m[name] = i
	}
	return m
}

func main() {
	names := make([]string, 1000)
	for i := range names {
		names[i] = fmt.Sprint("name ", i)
	}
	allocations := testing.AllocsPerRun(100, func() { index(names) })
	fmt.Println("entries:", len(index(names)), "fewer than ten allocations:", allocations < 10)
}
