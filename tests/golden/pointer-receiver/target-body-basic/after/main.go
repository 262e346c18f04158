package main

import "fmt"

type level int

type flags uint8

type name string

func (l *level) calc(n level) (level, level, level) {
	a := -*l + n**l - n
	b := n / *l
	c := 2 + n**l + 100/(*l)
	return a, b, c
}

func (l *level) text() string {
	for i := range *l {
		_ = i
	}
	return fmt.Sprint(int(*l))
}

func (f *flags) has(g flags) bool { return *f&g == g && g&*f != 0 && ^*f != g }

func (n *name) parts() (int, byte, name) {
	return len(*n), (*n)[0], (*n)[1:]
}

func main() {
	l, f, n := level(7), flags(5), name("abc")
	a, _, c := l.calc(1)
	_ = a
	_, b, _ := l.calc(7)
	l.text()
	p, q, r := n.parts()
	fmt.Println(-l, b, c+13, f.has(1), p, q, r)
}
