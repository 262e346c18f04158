package a

import (
	"fmt"
	"io"
)

func pointers(w io.Writer, n int) {
	list := make([]*int, 4096)
	fmt.Fprint(w, list)
}

func strings(w io.Writer, n int) {
	list := make([]string, 0, 4096)
	list = append(list, "text")
	fmt.Fprint(w, list)
}

func array(w io.Writer) {
	var list [4096]string
	fmt.Fprint(w, list[:])
}

func failures(names []string) int {
	errs := make([]error, 0, 512)
	for _, name := range names {
		errs = append(errs, fmt.Errorf("no %s", name))
	}
	return len(errs)
}
