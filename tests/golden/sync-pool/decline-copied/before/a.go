package a

import "fmt"

type frame struct {
	data [4096]byte
	n    int
}

func give() string {
	var f frame
	f.n = 3
	return fmt.Sprint(f)
}

func compare(other frame) bool {
	var f frame
	f.n = 3
	return f == other
}
