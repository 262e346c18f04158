package main

import "fmt"

type text string

func first(names []string) (text, error) {
	text := text("")
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			return text, err
		}
		defer f.Close()
		if f.isEnd() {
			return text, nil
		}
	}
	return text, nil
}

func main() {
	fmt.Println(first(nil))
}
