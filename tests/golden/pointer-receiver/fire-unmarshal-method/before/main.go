package main

import (
	"encoding/json"
	"fmt"
)

type Kind int

func (k Kind) UnmarshalJSON(data []byte) error {
	switch string(data) {
	case `"audio"`:
		k = 1
	case `"video"`:
		k = 2
	}
	return nil
}

func main() {
	var v struct{ K Kind }
	if err := json.Unmarshal([]byte(`{"K": "video"}`), &v); err != nil {
		panic(err)
	}
	fmt.Println(int(v.K))
}
