package main

import "fmt"

func upTo(names []string) ([]string, error) {
	var found []string
	for len(names) > 0 {
		stop, err := func() (bool, error) {
			name := names[0]
			names = names[1:]
			f, err := openFile(name)
			if err != nil {
				return false, nil
			}
			defer f.Close()
			if f.isEnd() {
				return true, nil
			}
			if err := f.check(); err != nil {
				return false, err
			} else if f.text() == "" {
				return false, fmt.Errorf("empty")
			}
			found = append(found, f.text())
			return false, nil
		}()
		if err != nil {
			return nil, err
		}
		if stop {
			break
		}
	}
	return found, nil
}

func main() {
	fmt.Println(upTo([]string{"a", "b", "end", "c"}))
	fmt.Println(upTo([]string{"a", "bad", "c"}))
	fmt.Println(upTo([]string{"a", "none", "c"}))
	fmt.Println("open at once:", most)
}
