package main

import "fmt"

func print(names []string) error {
	for _, name := range names {
		if err := func() error {
			f, err := openFile(name)
			if err != nil {
				return err
			}
			defer f.Close()
			if f.isEnd() {
				fmt.Println(`a
b`)
				return nil
			}
			fmt.Println(f.text())
			return nil
		}(); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	_ = print(nil)
}
