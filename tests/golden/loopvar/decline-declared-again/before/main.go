package main

import (
	"fmt"
	"strconv"
)

func main() {
	var fs []func()
	for _, s := range []string{"1", "2"} {
		fs = append(fs, func() { fmt.Println(s) })
		s, err := strconv.Atoi(s)
		fmt.Println(s, err)
	}
	for _, s := range []string{"1", "2"} {
		fs = append(fs, func() { fmt.Println(s) })
		var s = len(s)
		fmt.Println(s)
	}
}
