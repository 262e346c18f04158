package main

import "fmt"

func upTo(names []string) ([]string, error) {
	var found []string
	for len(names) > 0 {
		name := names[0]
		names = names[1:]
		f, err := openFile(name)
		if err != nil {
			continue
		}
		defer f.Close()
		if f.isEnd() {
			break
		}
		if err := f.check(); err != nil {
			return nil, err
		} else if f.text() == "" {
			return nil, fmt.Errorf("empty")
		}
		found = append(found, f.text())
	}
	return found, nil
}

func main() {
	fmt.Println(upTo([]string{"a", "b", "end", "c"}))
	fmt.Println(upTo([]string{"a", "bad", "c"}))
	fmt.Println(upTo([]string{"a", "none", "c"}))
	fmt.Println("open at once:", most)
}
