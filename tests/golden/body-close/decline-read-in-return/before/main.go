package main

import (
	"encoding/json"
	"errors"
	"net/http"
)

func first(urls []string, v any) error {
	for _, u := range urls {
		resp, err := http.Get(u)
		if err != nil {
			continue
		}
		if resp.StatusCode == http.StatusOK {
			return json.NewDecoder(resp.Body).Decode(v)
		}
	}
	return errors.New("none")
}

func main() {}
