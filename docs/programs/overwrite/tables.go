package main

import (
	"fmt"
	"maps"
)

// Entry has the largest size that the table itself holds.
type Entry [128]byte

// tables shows that a map which was once large stays large.
func tables() {
	size := 1_000_000
	if *short {
		size = 100_000
	}
	fill := func() map[int]Entry {
		m := make(map[int]Entry)
		for k := range size {
			m[k] = Entry{}
		}
		return m
	}
	full := growth(func() any { return fill() })
	deleted := growth(func() any {
		m := fill()
		for k := range m {
			delete(m, k)
		}
		return m
	})
	cleared := growth(func() any {
		m := fill()
		clear(m)
		return m
	})
	cloned := growth(func() any { return cloneOfFew(fill()) })
	remade := growth(func() any { return copyOfFew(fill()) })
	fmt.Printf("\nmap[int][128]byte with %d entries:\n", size)
	fmt.Printf("  full                         %6.1f MiB\n", full)
	fmt.Printf("  all entries deleted          %6.1f MiB\n", deleted)
	fmt.Printf("  cleared                      %6.1f MiB\n", cleared)
	fmt.Printf("  maps.Clone with 10 left      %6.1f MiB\n", cloned)
	fmt.Printf("  copied by a loop with 10 left%6.1f MiB\n", remade)
	judge(deleted > full/2 && cleared > full/2, "neither delete nor clear shrinks the table")
	judge(cloned > full/2, "maps.Clone keeps the table")
	judge(remade < full/10, "a new map with a copy loop is small")
}

func keepFew(m map[int]Entry) {
	for k := range m {
		if k >= 10 {
			delete(m, k)
		}
	}
}

func cloneOfFew(m map[int]Entry) map[int]Entry {
	keepFew(m)
	return maps.Clone(m)
}

func copyOfFew(m map[int]Entry) map[int]Entry {
	keepFew(m)
	kept := make(map[int]Entry, len(m))
	for k, v := range m {
		kept[k] = v
	}
	return kept
}
