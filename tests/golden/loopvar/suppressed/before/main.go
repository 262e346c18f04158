package main

func main() {
	var ps []*int
	for _, v := range []int{1} {
		ps = append(ps, &v) //nolint:exportloopref
	}
	for _, v := range []int{1} {
		ps = append(ps, &v) //gofixmap:ignore loopvar one element
	}
}
