package main

import (
	"fmt"
	"io"
	"os"

	"example.com/golden/files"
)

func openFile(base, path string) (*os.File, error) {
	if path == "" {
		return nil, fmt.Errorf("no path")
	}
	return os.Open(base + path)
}

func openOrCreate(path string) (*os.File, error) {
	f, err := openFile("", path)
	if os.IsNotExist(err) {
		return os.Create(path)
	}
	if err != nil {
		return nil, err
	}
	return f, nil
}

func read(path string) ([]byte, error) {
	f, err := openFile("", path)
	if err != nil {
		return nil, err
	}

	return io.ReadAll(f)
}

func hash(path string) func() (int64, error) {
	return func() (int64, error) {
		f, err := files.Open(path)
		if err != nil {
			return 0, err
		}
		return io.Copy(io.Discard, f)
	}
}

func write(path string) error {
	f, err := openOrCreate(path)
	if err != nil {
		return err
	}
	_, err = f.WriteString("a")
	return err
}

func main() {
	_, _ = read("")
	_, _ = hash("")()
	_ = write("")
}
