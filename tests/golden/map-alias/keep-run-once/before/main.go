package main

import (
	"fmt"
	"os"
	"strings"
)

type settings struct {
	DefaultTags []string
	Name        string
}

var config = settings{Name: "build", DefaultTags: []string{" a", "b "}}

func main() {
	tags := config.DefaultTags
	for _, each := range os.Args[1:] {
		tags = append(tags, each)
	}
	for i := range tags {
		tags[i] = strings.TrimSpace(tags[i])
	}
	fmt.Println(config.Name, tags)
}
