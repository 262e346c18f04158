package main

import "fmt"

func print(names []string) error {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if f.isEnd() {
			fmt.Println(`a
b`)
			continue
		}
		fmt.Println(f.text())
	}
	return nil
}

func main() {
	_ = print(nil)
}
