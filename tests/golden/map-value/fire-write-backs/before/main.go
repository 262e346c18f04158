package main

import "fmt"

type item struct {
	n, price int
	sold     [2]int
}

var stock = map[string]*item{}

func main() {
	k := "a"
	stock[k] = &item{}
	stock["b"] = &item{}
	stock[k].n = 2
	stock[k].price = 4 // each

	stock[k].n++
	if k != "" {
		stock[k].sold[1] += 7
		stock["b"].n = 1
	}
	fmt.Println(*stock[k], *stock["b"])
}
