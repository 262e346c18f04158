package main

import (
	"errors"
	"fmt"
	"os"
)

var errShort = errors.New("short")

func write(data string) (_ string, err error) {
	f, err := os.CreateTemp("", "key")
	if err != nil {
		return "", err
	}
	if err = os.WriteFile(f.Name(), []byte(data), 0o600); err != nil {
		os.Remove(f.Name())
		return "", err
	}
	defer func() {
		err = errors.Join(err, f.Close())
	}()
	return f.Name(), nil
}

func checked(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	info, err := f.Stat()
	if err != nil {
		return "", fmt.Errorf("%s: %w", f.Name(), err)
	}
	if info.Size() < 2 {
		return f.Name(), errShort
	}
	return "", f.Close()
}

func main() {
	fmt.Println(write("data"))
	fmt.Println(checked("none"))
}
