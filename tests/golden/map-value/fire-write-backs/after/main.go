package main

import "fmt"

type item struct {
	n, price int
	sold     [2]int
}

var stock = map[string]item{}

func main() {
	k := "a"
	stock[k] = item{}
	stock["b"] = item{}
	itemEntry := stock[k]
	itemEntry.n = 2
	itemEntry.price = 4
	stock[k] = itemEntry // each

	itemEntry2 := stock[k]
	itemEntry2.n++
	stock[k] = itemEntry2
	if k != "" {
		itemEntry3 := stock[k]
		itemEntry3.sold[1] += 7
		stock[k] = itemEntry3
		itemEntry4 := stock["b"]
		itemEntry4.n = 1
		stock["b"] = itemEntry4
	}
	fmt.Println(stock[k], stock["b"])
}
