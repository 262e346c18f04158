package a

import "fmt"

func parse() string {
	type frame struct{ data [4096]byte }
	f := &frame{}
	return fmt.Sprint(f)
}
