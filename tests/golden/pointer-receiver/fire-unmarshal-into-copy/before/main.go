package main

import (
	"encoding/json"
	"fmt"
)

type State struct{ N int }

func (s State) Load(data []byte) error {
	return json.Unmarshal(data, &s)
}

func main() {
	var s State
	if err := s.Load([]byte(`{"N": 7}`)); err != nil {
		panic(err)
	}
	fmt.Println(s.N)
}
