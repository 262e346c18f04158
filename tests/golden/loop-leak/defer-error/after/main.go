package main

import (
	"errors"
	"fmt"
	"io"
)

var open, most int

type file struct{ name string }

func (f *file) Close() error {
	open--
	return nil
}

func openFile(name string) (*file, error) {
	if name == "three" {
		return nil, errors.New("no " + name)
	}
	open++
	most = max(most, open)
	return &file{name}, nil
}

func index(f *file) (string, error) {
	switch f.name {
	case "four":
		return "", io.EOF
	case "five":
		return "", errors.New("broken")
	}
	return f.name, nil
}

// Index ends with the first name that cannot be opened.
func Index(names []string) ([]string, error) {
	var found []string
	for _, name := range names { // in order
		if err := func() error {
			// Each is read once.
			f, err := openFile(name)
			if err != nil {
				return fmt.Errorf("index: %w", err)
			}
			defer f.Close()

			text, err := index(f)
			if errors.Is(err, io.EOF) {
				return nil
			}
			if err != nil {
				return err
			}
			found = append(found, text)
			return nil
		}(); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func show(names ...string) {
	most = 0
	found, err := Index(names)
	switch {
	case err != nil && len(names) > 2:
		fmt.Println(errors.Unwrap(err))
	case len(found) == 0:
		fmt.Println("skipped")
	default:
		fmt.Println(found[0], found[1])
	}
	fmt.Println("open at once:", most)
}

func main() {
	show("one", "two")
	show("one", "two", "three")
	show("four", "four")
}
