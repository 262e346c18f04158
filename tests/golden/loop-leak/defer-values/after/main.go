package main

import "fmt"

// at gives the index of the first end.
func at(names []string) (int, error) {
	for i, name := range names {
		done, result, newErr := func() (done bool, result int, _ error) {
			f, err := openFile(name)
			if err != nil {
				return true, i, err
			}
			defer f.Close()
			if f.isEnd() {
				return true, i, nil
			}
			if f.text() == "" {
				return
			}
			return
		}()
		if done {
			return result, newErr
		}
	}
	return 0, nil
}

var checked int

// first checks one file only, whatever comes of it.
func first(names []string) error {
	for _, name := range names {
		done, err := func() (bool, error) {
			if name == "" {
				return false, nil
			}
			f, err := openFile(name)
			if err != nil {
				return true, err
			}
			defer f.Close()
			checked++
			if f.text() == "skip" {
				return false, nil
			}
			return true, f.check()
		}()
		if done {
			return err
		}
	}
	return nil
}

type text string

// named has results with names, which an iteration sets, hides and returns bare.
func named(names []string) (n int, last text, err error) {
	n = 9
	for i, name := range names {
		done, newN, newLast, newErr := func() (done bool, newN int, newLast text, _ error) {
			f, err := openFile(name)
			if err != nil {
				return true, 0, "", err
			}
			defer f.Close()
			last = "kept"
			if f.isEnd() {
				return true, i, text(f.text() +
					"!"), nil
			}
			if err := f.check(); err != nil {
				return true, n, last, err
			}
			return
		}()
		if done {
			return newN, newLast, newErr
		}
	}
	return
}

func main() {
	fmt.Println(at([]string{"a", "end"}))
	fmt.Println(at([]string{"a", "", "b"}))
	fmt.Println(at([]string{"a", "b", "none"}))
	fmt.Println(first([]string{"", "skip", "a", "bad"}), checked-1)
	fmt.Println(first([]string{"skip", "bad"}), checked-3)
	fmt.Println(named([]string{"a", "b", "end"}))
	fmt.Println(named([]string{"a", "bad"}))
	fmt.Println("open at once:", most)
}
