package main

import "errors"

var open, most int

type file struct{ name string }

func (f *file) Close() error {
	open--
	return nil
}

func (f *file) text() string { return f.name }

func (f *file) check() error {
	if f.name == "bad" {
		return errors.New("bad")
	}
	return nil
}

func (f *file) isEnd() bool { return f.name == "end" }

func openFile(name string) (*file, error) {
	if name == "none" {
		return nil, errors.New("none")
	}
	open++
	most = max(most, open)
	return &file{name}, nil
}
