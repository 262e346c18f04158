package a

import (
	"bufio"
	"io"
)

func same(r1, r2 io.Reader) bool {
	b1 := bufio.NewReader(r1)
	b2 := bufio.NewReader(r2)
	line1, _ := b1.ReadString('\n')
	line2, _ := b2.ReadString('\n')
	return line1 == line2
}

func first(r io.Reader) (string, error) {
	br := bufio.NewReader(r)
	return br.ReadString('\n')
}
