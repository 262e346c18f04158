package main

import "fmt"

type file struct{ name string }

func (f *file) close(out *[]any) { *out = append(*out, f.name) }

func count() (out []any) {
	defer func() { fmt.Println(out...) }()
	for _, n := range []int{1, 2, 3} {
		n := n
		defer func() { out = append(out, n) }()
	}
	return nil
}

func files() (out []any) {
	defer func() { fmt.Println(out[0].(string) + " " + out[1].(string) + " " + out[2].(string)) }()
	for _, f := range []file{{"a"}, {"b"}, {"c"}} {
		f := f
		defer f.close(&out)
	}
	return nil
}

func main() {
	count()
	files()
}
