package main

import (
	"fmt"
	"os"
)

func mixed(path string) {
	f, err := os.Open(path)
	if err != nil || path == "" {
		return
	}
	fmt.Println(f.Name())
}

func later(path string) error {
	f, err := os.Open(path)
	fmt.Println(path)
	for range 3 {
		if path == "" {
			return nil
		}
	}
	if err != nil {
		return err
	}
	fmt.Println(f.Name())
	return nil
}

func success(path string) error {
	f, err := os.Open(path)
	if err == nil {
		fmt.Println(f.Name())
	}
	return err
}

func header(path string) {
	if f, err := os.Open(path); err == nil {
		fmt.Println(f.Name())
	}
}

func main() {
	mixed("")
	_ = later("")
	_ = success("")
	header("")
}
