package main

import (
	"fmt"
	"strings"
)

var open, most int

type file struct{ name string }

func (f *file) Close() error {
	open--
	return nil
}

func (f *file) text() string { return f.name }

func (f *file) isEnd() bool { return f.name == "end" }

func openFile(name string) *file {
	open++
	most = max(most, open)
	return &file{name}
}

// broken ends the loop, not the function.
func broken(names []string) string {
	var found []string
	for _, name := range names {
		f := openFile(name)
		defer f.Close()
		switch {
		case f.isEnd():
			break
		case f.text() == "":
			continue
		}
		if f.isEnd() {
			break
		}
		found = append(found, f.text())
	}
	return strings.Join(found, " ")
}

// outer goes on with the next row.
func outer(rows [][]string) string {
	var lines []string
rows:
	for _, row := range rows {
		line := ""
		for _, name := range row {
			f := openFile(name)
			defer f.Close()
			if f.isEnd() {
				lines = append(lines, line)
				continue rows
			}
			line += f.text()
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, " ")
}

// contains returns the same everywhere.
func contains(names []string) bool {
	for _, name := range names {
		f := openFile(name)
		defer f.Close()
		if f.isEnd() {
			return true
		}
		if strings.HasPrefix(f.text(), "end") {
			return true
		}
	}
	return false
}

// named returns what its results hold.
func named(names []string) (n int, last string) {
	for _, name := range names {
		f := openFile(name)
		defer f.Close()
		if f.isEnd() {
			return
		}
		n++
		last = f.text()
	}
	return
}

func main() {
	fmt.Println(broken([]string{"a", "", "b", "end", "c"}))
	fmt.Println(outer([][]string{{"a", "b", "end", "x"}, {"c", "d"}}))
	fmt.Println(contains([]string{"a", "ending"}))
	fmt.Println(contains([]string{"a"}))
	most = 0
	fmt.Println(named([]string{"a", "b", "c", "end", "d"}))
	fmt.Println(most)
}
