package main

import "fmt"

func jumps(rows [][]string) {
rows:
	for _, row := range rows {
		for _, name := range row {
			f, err := openFile(name)
			if err != nil {
				break
			}
			defer f.Close()
			if f.isEnd() {
				continue rows
			}
			fmt.Println(f.text())
		}
	}
}

func backwards(names []string) {
again:
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			goto again
		}
		defer f.Close()
		if f.isEnd() {
			break
		}
		fmt.Println(f.text())
	}
}

func two(f *file) (string, error) { return f.text(), f.check() }

func spread(names []string) (string, error) {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			continue
		}
		defer f.Close()
		if f.isEnd() {
			return two(f)
		}
	}
	return "", nil
}

func mixed(names []string) (string, error) {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			break
		}
		defer f.Close()
		if f.isEnd() {
			return f.text(), nil
		}
	}
	return "", nil
}

func label(names []string) {
names:
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			continue names
		}
		defer f.Close()
		if f.isEnd() {
			fmt.Println(f.text())
		}
	}
}

func main() {
	jumps(nil)
	backwards(nil)
	_, _ = spread(nil)
	_, _ = mixed(nil)
	label(nil)
}
