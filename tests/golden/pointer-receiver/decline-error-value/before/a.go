package main

import "errors"

type missing struct{ name string }

func (e missing) Error() string { return e.name }

type gone struct{ name string }

func (e gone) Error() string { return e.name }

type wrapped struct{ err error }

func (e wrapped) Error() string { return e.err.Error() }

func find(name string) error {
	if name == "" {
		return missing{"nameless"}
	}
	return wrapped{gone{name}}
}

func main() {
	err := find("")
	println(errors.Is(err, missing{"nameless"}))
	var found gone
	println(errors.As(err, &found))
	outer := new(wrapped)
	println(errors.As(err, outer))
}
