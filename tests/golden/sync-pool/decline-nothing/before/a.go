package a

import "bytes"

func get() *bytes.Buffer { return new(bytes.Buffer) }

func add(a, b int) int {
	buf := get()
	sum := a + b
	return sum + buf.Len()
}
