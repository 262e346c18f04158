package main

import "fmt"

type Headers struct {
	Name string
	Set  map[string]int
}

func headers(names ...string) Headers {
	out := Headers{Name: "out"}
	for _, name := range names {
		out.Set[name]++
	}
	return out
}

func renamed(old Headers, names ...string) Headers {
	out := old
	out.Set = nil
	for _, name := range names {
		out.Set[name]++
	}
	for name := range old.Set {
		if out.Set == nil {
			out.Set = make(map[string]int)
		}
		out.Set[name]++
	}
	return out
}

func try(run func() Headers) {
	defer func() {
		if err := recover(); err != nil {
			fmt.Println(err)
		}
	}()
	fmt.Println(run().Set)
}

func main() {
	try(func() Headers { return headers("a") })
	try(func() Headers { return renamed(Headers{}, "a") })
}
