package main

import (
	"fmt"
	"strings"
)

// retried opens one file for each name, at the second try if need be.
func retried(names []string) string {
	var found []string
	for _, name := range names {
		var text string
		for range 3 {
			f, err := openFile(name)
			if err != nil {
				continue
			}
			defer f.Close()
			text = f.text()
			break
		}
		if text != "" {
			found = append(found, text)
		}
	}
	return strings.Join(found, " ")
}

func inner(rows [][]string) (line string) {
	for _, row := range rows {
		for _, name := range row {
			if f, err := openFile(name); err == nil {
				defer f.Close()
				if f.isEnd() {
					continue
				}
				line += f.text()
			}
		}
	}
	return line
}

func main() {
	fmt.Println(retried([]string{"a", "none", "c"}))
	fmt.Println(most)
	most = 0
	fmt.Println(inner([][]string{{"a", "end"}, {"b"}}))
	fmt.Println(most)
}
