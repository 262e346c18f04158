package main

import "fmt"

var open, most int

type file struct{ size int }

func (f *file) Close() error {
	open--
	return nil
}

func (f *file) read() (int, error) {
	if f.size < 0 {
		return f.size, fmt.Errorf("size %d", f.size)
	}
	return f.size, nil
}

func openFile(size int) *file {
	open++
	most = max(most, open)
	return &file{size}
}

// noExit falls off the end of each iteration.
func noExit(sizes []int) int {
	total := 0
	for _, size := range sizes {
		f := openFile(size)
		n, _ := f.read()
		total += n
		f.Close()
	}
	return total
}

// oneExit may leave the function behind the use.
func oneExit(sizes []int) int {
	total := 0
	for _, size := range sizes {
		f := openFile(size)

		n, err := f.read()
		if err != nil {
			f.Close()
			return total
		}
		total += n
		f.Close()
	}
	return total
}

// last ends each iteration with a continue.
func last(sizes []int) (total int) {
	for i := 0; i < len(sizes); i++ {
		if sizes[i] == 7 {
			continue
		}
		f := openFile(sizes[i])
		n, _ := f.read()
		total += n
		f.Close()
		continue
	}
	return total
}

// told keeps its defer, of which a comment speaks.
func told(sizes []int) (total int) {
	for _, size := range sizes {
		func() {
			f := openFile(size)
			defer f.Close() // also where read panics
			n, _ := f.read()
			total += n
		}()
	}
	return total
}

func main() {
	fmt.Println(noExit([]int{1, 1, 1}), most)
	most = 0
	fmt.Println(oneExit([]int{1, 1, -1, 5}), most)
	most = 0
	fmt.Println(last([]int{7, 1, -3}), most)
	most = 0
	fmt.Println(told([]int{7, 1}), most)
}
