package main

import "fmt"

type outcome struct {
	status, tries int
}

type Sender struct {
	last *outcome
}

func (s *Sender) Send(post func() (int, error)) error {
	var err error
	s.last.status, err = post()
	return err
}

func (s *Sender) Again(next func() *outcome) {
	s.last = next()
	s.last.tries++
}

func main() {
	s := &Sender{last: &outcome{}}
	if err := s.Send(func() (int, error) { return 200, nil }); err != nil {
		panic(err)
	}
	status := s.last.status
	s.Again(func() *outcome { return &outcome{status: status} })
	fmt.Println(s.last.status, s.last.tries)
}
