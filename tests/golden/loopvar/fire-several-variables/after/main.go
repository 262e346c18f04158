package main

import "fmt"

func main() {
	var fs []func() string
	for i, s := range []string{"a", "b"} {
		i, s := i, s
		fs = append(fs, func() string { return fmt.Sprint(i, s)[:1] + s })
	}
	var gs []func() string
	for i := 0; i < 2; i++ {
		i := i
		for j := 0; j < 2; j++ {
			j := j
			gs = append(gs, func() string { return fmt.Sprintf("%d%d", i, j) })
		}
	}
	var out []string
	for _, g := range gs {
		out = append(out, g())
	}
	fmt.Println(fs[0](), fs[1](), out)
}
