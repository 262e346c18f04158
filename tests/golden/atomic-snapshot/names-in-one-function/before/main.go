package main

import "fmt"

type Server struct {
	name string
	mode string
}

func next(s string) string { return s + "" }

func main() {
	s := Server{mode: next("a"), name: "x"}
	fmt.Print(s.mode, " ")
	if s.name == "" {
		go func() { s.mode = "" }()
	}
	s.mode = next("b")
	fmt.Print(s.mode, " ", s.mode, " ")
	if s.name == "x" {
		s.mode = next("c")
		fmt.Println(s.mode, s.mode)
	}
}
