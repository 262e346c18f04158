package a

import (
	"bytes"
	"encoding/binary"
	"io"
)

func give(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(r)
	return data, err
}

type decoder interface{ Decode(data []byte) error }

func decode(r io.Reader, d decoder) error {
	data, err := io.ReadAll(r)
	if err != nil {
		return err
	}
	return d.Decode(data)
}

func small(data []byte, v any) error {
	r := bytes.NewReader(data)
	return binary.Read(r, binary.BigEndian, v)
}
