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
	newM := table()
	key := next()
	newIndex := index()
	value := cost()
	t := newM[key]
	t.Arr[newIndex] += value
	newM[key] = t
	fmt.Println(log)
	fmt.Println(m)
	log = ""
	newKey := next()
	tEntry := m[newKey]
	tEntry.Arr[0]++
	m[newKey] = tEntry
	fmt.Println(log)
	fmt.Println(m)
}
