package main

import (
	"errors"
	"fmt"
)

// inner has a labelled loop of its own in the body.
func inner(names []string) (found []string) {
	for _, name := range names {
		func() {
			f, err := openFile(name)
			if err != nil {
				return
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
		}()
	}
	return found
}

// jumps goes back and forth in the body.
func jumps(names []string) (found []string) {
	for _, name := range names {
		func() {
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
		}()
	}
	return found
}

// selects breaks out of its select, not of the loop.
func selects(names <-chan string, quit <-chan bool) (n int, last string) {
	for {
		done, newN, newLast := func() (done bool, newN int, newLast string) {
			f, err := openFile("end")
			if err != nil {
				return true, 0, ""
			}
			defer f.Close()
			select {
			case name := <-names:
				if name == "skip" {
					break
				}
				if n++; n > 2 {
					return true, n, f.text()
				}
				return
			case <-quit:
				return true, -1, f.text()
			}
			n += 0
			return
		}()
		if done {
			return newN, newLast
		}
	}
}

// literal has returns of a literal in its body.
func literal(names []string) (found []string) {
	for _, name := range names {
		if stop := func() bool {
			f, err := openFile(name)
			if err != nil {
				return true
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
			return false
		}(); stop {
			return nil
		}
	}
	return found
}

// taken uses the names that the literal's results would have.
func taken(names []string) (stop string, err error, done bool) {
	newErr, result := errors.New("new"), ""
	for _, name := range names {
		newDone, newStop, newErr2, newDone2 := func() (newDone bool, newStop string, _ error, newDone2 bool) {
			f, err := openFile(name)
			if err != nil {
				return true, stop, newErr, done
			}
			defer f.Close()
			result = f.text()
			if err := f.check(); err != nil {
				return true, stop, err, true
			}
			stop = result
			return
		}()
		if newDone {
			return newStop, newErr2, newDone2
		}
	}
	return "", nil, false
}

// types returns from a type switch, with a name that hides its own.
func types(values []any) (kind string, n int, err error) {
	for _, value := range values {
		done, newKind, newN, newErr := func() (done bool, newKind string, newN int, _ error) {
			f, openErr := openFile(fmt.Sprint(value))
			if openErr != nil {
				err = openErr
				return true, kind, n, err
			}
			defer f.Close()
			switch value := value.(type) {
			case int:
				return true, "int", value, f.check()
			case string:
				n := value
				return true, "string" + n[:0], 0, f.check()
			}
			return
		}()
		if done {
			return newKind, newN, newErr
		}
	}
	return
}

// last opens in the middle, and ends every iteration with a jump.
func last(names []string) (found []string, _ int) {
	for i, name := range names {
		if stop := func() bool {
			if name == "" {
				return false
			}
			f, err := openFile(name)
			if err != nil {
				return true
			}
			defer f.Close()
			if f.isEnd() {
				return true
			} else {
				found = append(found, f.text())
				return false
			}
		}(); stop {
			return found, i
		}
	}
	return found, 1
}

type list[T any] struct{ items []T }

// count is generic, and its result type is a parameter.
func (l list[T]) each(use func(*file, T) error) (zero T, err error) {
	for _, item := range l.items {
		done, newZero, newErr := func() (done bool, newZero T, _ error) {
			f, err := openFile(fmt.Sprint(item))
			if err != nil {
				return true, zero, err
			}
			defer f.Close()
			if err := use(f, item); err != nil {
				return true, item, nil
			}
			return
		}()
		if done {
			return newZero, newErr
		}
	}
	return zero, errors.New("nothing")
}

// loop changes its own variable.
func loop() (found []int) {
	for i := 0; i < 6; i++ {
		if stop := func() bool {
			f, err := openFile("a")
			if err != nil {
				return true
			}
			defer f.Close()
			if f.isEnd() {
				i = 9
			}
			found = append(found, i)
			i++
			return false
		}(); stop {
			return nil
		}
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
		func() {
			first := openLogged(name)
			defer first.Close()
			second := openLogged(first.text() + "2")
			defer second.Close()
			if second.text() == "" {
				fmt.Println("empty")
			}
		}()
	}
}

// ends always leaves by a panic or a jump.
func ends(names []string) (found []string, err error) {
	for _, name := range names {
		if err := func() error {
			f, openErr := openFile(name)
			if openErr != nil {
				return openErr
			}
			defer f.Close()
			switch f.text() {
			case "end":
				return errors.New("end")
			case "":
				panic("no name")
			default:
				found = append(found, f.text())
				return nil
			}
		}(); err != nil {
			return found, err
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
