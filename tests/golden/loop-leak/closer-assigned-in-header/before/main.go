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
	for range 3 {
		size(os.Args[0])
	}
	open, err := os.ReadDir("/proc/self/fd")
	fmt.Println(len(open) >= 6, err)
}
