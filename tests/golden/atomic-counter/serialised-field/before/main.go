package main

import (
	"encoding/json"
	"fmt"
	"os"
)

type Tagged struct {
	n int `db:"n"`
}

type Sent struct{ N int }

type Shown struct{ n int }

func send(s *Sent) {
	s.N++
	json.NewEncoder(os.Stdout).Encode(s)
}

func show(s *Shown) {
	s.n++
	fmt.Printf("%+v\n", s)
}

func main() {
	t := &Tagged{}
	t.n++
	send(&Sent{})
	show(&Shown{})
}
