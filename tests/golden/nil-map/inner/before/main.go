package main

import "fmt"

type edges map[string]int

func graph(names ...string) map[string]edges {
	mm := make(map[string]edges)
	for _, name := range names {
		mm[name]["x"] = 1
		mm[name]["y"] = 2
	}
	return mm
}

func counts(names ...string) int {
	mm := map[string]map[string]int{}
	for _, name := range names {
		mm["all"][name]++
	}
	return mm["all"]["a"]
}

func main() {
	defer func() {
		if err := recover(); err != nil {
			fmt.Println(err)
		}
	}()
	fmt.Println(graph("a", "b"), counts("a", "b"))
}
