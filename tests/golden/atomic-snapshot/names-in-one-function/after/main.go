package main

import (
	"fmt"
	"sync/atomic"
)

type Server struct {
	name string
	mode atomic.Pointer[string]
}

func next(s string) string { return s + "" }

func main() {
	s := Server{name: "x"}
	newMode2 := next("a")
	s.mode.Store(&newMode2)
	fmt.Print(*s.mode.Load(), " ")
	if s.name == "" {
		go func() {
			mode := ""
			s.mode.Store(&mode)
		}()
	}
	newMode := next("b")
	s.mode.Store(&newMode)
	fmt.Print(*s.mode.Load(), " ", *s.mode.Load(), " ")
	if s.name == "x" {
		mode := next("c")
		s.mode.Store(&mode)
		fmt.Println(*s.mode.Load(), *s.mode.Load())
	}
}
