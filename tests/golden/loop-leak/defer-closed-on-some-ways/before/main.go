package main

import "fmt"

func some(names []string) error {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if f.isEnd() {
			continue
		}
		if err := f.check(); err != nil {
			return err
		}
		f.Close()
	}
	return nil
}

func main() {
	if err := some([]string{"end", "a", "end", "b"}); err != nil {
		panic(err)
	}
	fmt.Println(most)
}
