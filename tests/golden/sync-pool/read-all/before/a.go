package a

import (
	"encoding/json"
	"io"
	"io/ioutil"
)

func parse(r io.Reader, v any) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return json.Unmarshal(data, v)
}

func count(r io.Reader) (n int, err error) {
	data, err := ioutil.ReadAll(r)
	for _, c := range data {
		if c == '\n' {
			n++
		}
	}
	return n, err
}

func each(readers []io.Reader) (n int) {
	for _, r := range readers {
		data, _ := io.ReadAll(r)
		n += len(data)
	}
	return n
}
