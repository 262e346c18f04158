package main

import (
	"io"
	"net"
	"os"
)

var encode, seal func(w io.Writer, text string) error

func save(path string, texts []string) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	for _, text := range texts {
		if err := encode(f, text); err != nil {
			return err
		}
	}
	return f.Close()
}

func greet(address string) error {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return err
	}
	err = encode(conn, "hello")
	if err != nil {
		return err
	}
	err = seal(conn, "bye")
	if err != nil {
		return err
	}
	conn.Close()
	return nil
}

func main() {
	encode = func(w io.Writer, text string) error { return nil }
	seal = encode
	_ = save("", nil)
	_ = greet("")
}
