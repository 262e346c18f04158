package main

import "fmt"

func main() {
	path := make([]int, 0, 8)
	path = append(path, 1, 2)
	saved := path
	saved = append(saved, 3)
	path = append(path, 4)
	if len(path) > 2 {
		fmt.Println(saved[0], saved[1], saved[2])
	}
}
