package main

import (
	"fmt"
	"io"
	"log"
	"os"
)

func unchecked(path string) {
	f, _ := os.Open(path)
	fmt.Println(f.Sync())
}

func logged(path string) {
	f, err := os.Open(path)
	if err != nil {
		log.Print(err)
	}
	fmt.Println(f.Sync())
}

func inReturn(paths []string) (int64, error) {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			continue
		}
		if f.Sync() == nil {
			continue
		}
		return io.Copy(io.Discard, f)
	}
	return 0, nil
}

func jumps(paths []string) {
	for _, path := range paths {
		tries := 0
		f, err := os.Open(path)
		if err != nil {
			return
		}
	again:
		if tries++; tries < 3 && f.Sync() == nil {
			goto again
		}
		if tries > 1 {
			goto end
		}
		if fmt.Println(f.Sync()); tries > 2 {
			return
		}
		fmt.Println(f.Sync())
	end:
	}
}

func mixed(paths []string) {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil || path == "" {
			continue
		}
		fmt.Println(f.Sync())
	}
}

func later(paths []string) error {
	for _, path := range paths {
		f, err := os.Open(path)
		for range 3 {
			if path == "" {
				return nil
			}
		}
		if err != nil {
			return err
		}
		fmt.Println(f.Sync())
	}
	return nil
}

func outside(path string) {
	for range 3 {
		f, err := os.Open(path)
		if err == nil {
			fmt.Println(f.Sync())
		}
		if f != nil {
			fmt.Println(f.Sync())
		}
	}
}

func again(paths []string) {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return
		}
		fmt.Println(f.Sync())
		if f, err = os.Open(path + "2"); err != nil {
			return
		}
		fmt.Println(f.Sync())
	}
}

func discarded(path string) {
	defer os.Open(path)
}

func main() {
	unchecked("")
	logged("")
	_, _ = inReturn(nil)
	jumps(nil)
	mixed(nil)
	_ = later(nil)
	outside("")
	again(nil)
	discarded("")
}
