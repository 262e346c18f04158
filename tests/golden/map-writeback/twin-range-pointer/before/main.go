package main

import "fmt"

type T struct{ X int }

func array(p *[2]T) {
	for _, v := range *p {
		v.X = 1
	}
}

func slice(p *[]T) {
	for _, v := range *p {
		v.X = 2
	}
}

func table(p *map[string]T) {
	for _, v := range *p {
		v.X = 3
	}
}

func main() {
	a, s, m := [2]T{}, make([]T, 2), map[string]T{"a": {}}
	array(&a)
	slice(&s)
	table(&m)
	fmt.Println(a)
	fmt.Println(s)
	fmt.Println(m)
}
