package main

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

func unpack(r io.Reader) ([]byte, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, err
	}
	defer z.Close()
	return io.ReadAll(z)
}

func each(texts [][]byte) (out []byte, err error) {
	for _, text := range texts {
		z, err := gzip.NewReader(bytes.NewReader(text))
		if err != nil {
			return nil, err
		}
		data, err := io.ReadAll(z)
		if err != nil {
			return nil, err
		}
		out = append(out, data...)
	}
	return out, nil
}

func broken(r io.Reader) (err error) {
	err = errors.New("unread")
	{
		z, err := gzip.NewReader(r)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, z)
		return err
	}
}

func pack(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = io.WriteString(z, text)
	_ = z.Close()
	return b.Bytes()
}

func main() {
	text, _ := unpack(bytes.NewReader(pack("hello")))
	fmt.Println(string(text))
	text, _ = each([][]byte{pack("hello"), pack(" world")})
	fmt.Println(string(text))
	fmt.Println(broken(bytes.NewReader(make([]byte, 20))))
}
