package main

import "fmt"

type Queue []int

func (q *Queue) Push(v int) {
	if len(*q) > 100 {
		return
	}
	*q = append(*q, v)
}

func main() {
	var q Queue
	q.Push(1)
	q.Push(2)
	fmt.Println(len(q))
}
