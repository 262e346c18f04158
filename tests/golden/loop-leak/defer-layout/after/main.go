package main

import "fmt"

const long = "one"

func print(names []string) error {
	for _, name := range names { // each of them
		done, err := func() (bool, error) {
			/* a comment
			of two lines */
			f, err := openFile(name)
			if err != nil { // not there
				return true, err
			}
			defer f.Close()
			g, err := openFile(f.text())
			if err != nil {
				return true, fmt.Errorf(`no
	second: %w`, err)
			}
			defer g.Close()

			if g.text() == f.text() {
				fmt.Println(`a
	b`)
			}
			if long == "two" {
				return true, f.check()
			}
			// the end
			return false, nil
		}()
		if done {
			return err
		}
	}
	return nil
}

func main() {
	if err := print([]string{"a", "a"}); err != nil {
		fmt.Println(err)
	}
	fmt.Println(most / 2)
}
