package main

import "fmt"

type T struct{ Arr [3]int }

var (
	log string
	n   int
	m   = map[int]T{}
)

func table() map[int]T {
	log += "map "
	return m
}

func next() int {
	log += "next "
	n++
	return n
}

func index() int {
	log += "index "
	return 2
}

func cost() int {
	log += "cost "
	return 7
}

func main() {
	table()[next()].Arr[index()] += cost()
	fmt.Println(log)
	fmt.Println(m)
	log = ""
	m[next()].Arr[0]++
	fmt.Println(log)
	fmt.Println(m)
}
