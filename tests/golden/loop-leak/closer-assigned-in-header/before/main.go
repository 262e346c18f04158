package main

import (
	"fmt"
	"os"
)

func size(path string) (int64, error) {
	var f *os.File
	var err error
	if f, err = os.Open(path); err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

func main() {
	size(os.Args[0])
	some := opened()
	for range 3 {
		size(os.Args[0])
	}
	fmt.Println("more:", opened()-some)
}

func opened() int {
	found, _ := os.ReadDir("/proc/self/fd")
	return len(found)
}
