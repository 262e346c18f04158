package main

import "fmt"

type counter interface {
	add(n int)
	total() int
}

type tally struct {
	n    int
	name string
}

func (t *tally) add(n int) { t.n += n }

func (t tally) total() int { return t.n }

type holder struct{ c counter }

var fromVar counter = &tally{name: "var"}

func newCounter(name string) (counter, error) {
	return &tally{
		name: name,
	}, nil
}

func grow(c counter) int {
	c.add(2)
	return c.total()
}

func main() {
	made, _ := newCounter("made")
	ch := make(chan counter, 1)
	ch <- &tally{}
	var assigned counter
	assigned = &tally{}
	all := []counter{fromVar, made, <-ch, assigned, &tally{}, counter(&tally{}), holder{&tally{}}.c}
	byName := map[string]counter{"a": &tally{}}
	for _, each := range append(all, byName["a"], holder{c: &tally{}}.c) {
		fmt.Print(grow(each), " ")
	}
	fmt.Println(grow(&tally{}))
}
