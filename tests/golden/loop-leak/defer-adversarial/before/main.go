package main

import (
	"errors"
	"fmt"
)

// inner has a labelled loop of its own in the body.
func inner(names []string) (found []string) {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			continue
		}
		defer f.Close()
	rows:
		for i := range 9 {
			switch {
			case i > 1:
				break rows
			case f.isEnd():
				continue rows
			}
			for {
				if f.text() == "" {
					continue rows
				}
				break
			}
			found = append(found, fmt.Sprint(f.text(), ":", i))
		}
	}
	return found
}

// jumps goes back and forth in the body.
func jumps(names []string) (found []string) {
	for _, name := range names {
		tries := 0
		f, err := openFile(name)
		if err != nil {
			goto next
		}
		defer f.Close()
	again:
		if tries++; tries == 1 && f.text() == "x" {
			found = append(found, "again")
			goto again
		}
		switch {
		case f.text() == "x":
			found = append(found, "x")
			fallthrough
		case f.isEnd():
			found = append(found, "x")
		default:
			break
		}
	next:
	}
	return found
}

// selects breaks out of its select, not of the loop.
func selects(names <-chan string, quit <-chan bool) (n int, last string) {
	for {
		f, err := openFile("end")
		if err != nil {
			return 0, ""
		}
		defer f.Close()
		select {
		case name := <-names:
			if name == "skip" {
				break
			}
			if n++; n > 2 {
				return n, f.text()
			}
			continue
		case <-quit:
			return -1, f.text()
		}
		n += 0
	}
}

// literal has returns of a literal in its body.
func literal(names []string) (found []string) {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			return nil
		}
		defer f.Close()
		text := func() string {
			for {
				if f.isEnd() {
					break
				}
				return f.text() + "!"
			}
			return ""
		}()
		found = append(found, text)
	}
	return found
}

// taken uses the names that the literal's results would have.
func taken(names []string) (stop string, err error, done bool) {
	newErr, result := errors.New("new"), ""
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			return stop, newErr, done
		}
		defer f.Close()
		result = f.text()
		if err := f.check(); err != nil {
			return stop, err, true
		}
		stop = result
	}
	return "", nil, false
}

// types returns from a type switch, with a name that hides its own.
func types(values []any) (kind string, n int, err error) {
	for _, value := range values {
		f, openErr := openFile(fmt.Sprint(value))
		if openErr != nil {
			err = openErr
			return
		}
		defer f.Close()
		switch value := value.(type) {
		case int:
			return "int", value, f.check()
		case string:
			n := value
			return "string" + n[:0], 0, f.check()
		}
	}
	return
}

// last opens in the middle, and ends every iteration with a jump.
func last(names []string) (found []string, _ int) {
	for i, name := range names {
		if name == "" {
			continue
		}
		f, err := openFile(name)
		if err != nil {
			return found, i
		}
		defer f.Close()
		if f.isEnd() {
			return found, i
		} else {
			found = append(found, f.text())
			continue
		}
	}
	return found, 1
}

type list[T any] struct{ items []T }

// count is generic, and its result type is a parameter.
func (l list[T]) each(use func(*file, T) error) (zero T, err error) {
	for _, item := range l.items {
		f, err := openFile(fmt.Sprint(item))
		if err != nil {
			return zero, err
		}
		defer f.Close()
		if err := use(f, item); err != nil {
			return item, nil
		}
	}
	return zero, errors.New("nothing")
}

// loop changes its own variable.
func loop() (found []int) {
	for i := 0; i < 6; i++ {
		f, err := openFile("a")
		if err != nil {
			return nil
		}
		defer f.Close()
		if f.isEnd() {
			i = 9
		}
		found = append(found, i)
		i++
	}
	return found
}

var events []string

type logged struct{ name string }

func openLogged(name string) *logged {
	events = append(events, "+"+name)
	return &logged{name}
}

func (l *logged) Close() { events = append(events, "-"+l.name) }

func (l *logged) text() string { return l.name }

// order closes what was opened last first, in each iteration.
func order(names []string) {
	for _, name := range names {
		first := openLogged(name)
		defer first.Close()
		second := openLogged(first.text() + "2")
		defer second.Close()
		if second.text() == "" {
			fmt.Println("empty")
		}
	}
}

// ends always leaves by a panic or a jump.
func ends(names []string) (found []string, err error) {
	for _, name := range names {
		f, openErr := openFile(name)
		if openErr != nil {
			return found, openErr
		}
		defer f.Close()
		switch f.text() {
		case "end":
			return found, errors.New("end")
		case "":
			panic("no name")
		default:
			found = append(found, f.text())
			continue
		}
	}
	return found, nil
}

func main() {
	fmt.Println("inner", inner([]string{"a", "none", "b"}))
	fmt.Println("jumps", jumps([]string{"x", "none"}))
	names := make(chan string, 4)
	for _, name := range []string{"a", "skip", "b", "c"} {
		names <- name
	}
	n, text := selects(names, nil)
	fmt.Println("selects", n, text)
	fmt.Println("literal", literal([]string{"a", "b"}))
	stop, err, done := taken([]string{"b", "bad"})
	fmt.Println("names", stop, err, done)
	stop, err, done = taken(nil)
	fmt.Println("names", stop, err, done)
	kind, m, err := types([]any{1.5, 1})
	fmt.Println("types", kind, m, err)
	kind, _, err = types([]any{"bad"})
	fmt.Println("types", kind, "", err)
	found, i := last([]string{"a", "", "b"})
	fmt.Println("last", found, i)
	item, err := list[int]{[]int{1, 2}}.each(func(f *file, i int) error {
		if i == 2 {
			return errors.New(f.text())
		}
		return nil
	})
	fmt.Println("generic", item, err)
	open, most = 0, 0
	values := loop()
	fmt.Println("loop", values, most)
	order([]string{"a", "b"})
	fmt.Println("order", events)
	found, err = ends([]string{"a", "end"})
	fmt.Println("ends", found, err)
}
