package main

import "fmt"

func some(names []string) error {
	for _, name := range names {
		if err := func() error {
			f, err := openFile(name)
			if err != nil {
				return err
			}
			defer f.Close()
			if f.isEnd() {
				return nil
			}
			if err := f.check(); err != nil {
				return err
			}
			f.Close()
			return nil
		}(); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if err := some([]string{"end", "a", "end", "b"}); err != nil {
		panic(err)
	}
	fmt.Println(most)
}
