package info

import "regexp"

type info struct {
	logger func(string)
	re     *regexp.Regexp
	expr   string
	in     struct{ x, y int }
	arr    [3]int
}

func nop(string) {}

func (i info) log(s string) {
	if i.logger == nil {
		i.logger = nop
	}
	i.logger(s)
}

func (i info) match(s string) bool {
	if i.re == nil {
		i.re = regexp.MustCompile(i.expr)
	}
	return i.re.MatchString(s)
}

func (i info) nested() int {
	i.in.x = 1
	return i.in.x
}

func (i info) whole() struct{ x, y int } {
	i.in.x = 1
	return i.in
}

func (i info) part() int {
	i.in = struct{ x, y int }{1, 2}
	return i.in.y
}

func (i info) elements(n int) int {
	i.arr[0] = 1
	return i.arr[n]
}

func (i info) slice() []int {
	i.arr[0] = 1
	return i.arr[:]
}

func (i info) rangeOver() (n int) {
	i.arr[0] = 1
	for _, v := range i.arr {
		n += v
	}
	return n
}
