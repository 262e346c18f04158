package main

import "fmt"

func main() {
	for _, ps := range [][]*int{old(), both(), new22()} {
		fmt.Print(*ps[0], *ps[1], " ")
	}
	fmt.Println()
}
