package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

func decode(u string, v any) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	defer resp.Body.Close()

	if resp.StatusCode != http.StatusOK {
		return errors.New(resp.Status)
	}

	return json.NewDecoder(resp.Body).Decode(v)
}

func nested(u string, v any) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusOK {
		return json.NewDecoder(resp.Body).Decode(v)
	}
	if resp.StatusCode == http.StatusTeapot {
		fmt.Println(resp.Status)
	}
	return errors.New(resp.Status)
}

func logged(u string, v any) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	defer func() {
		// Nothing can be done about it.
		if err := resp.Body.Close(); err != nil {
			fmt.Println(err)
		}
	}()
	if resp.ContentLength == 0 {
		return nil
	}
	return json.NewDecoder(resp.Body).Decode(v)
}

func main() {}
