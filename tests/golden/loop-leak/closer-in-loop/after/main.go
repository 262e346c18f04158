package main

import (
	"io"
	"os"
)

func pack(w io.Writer, paths []string) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		info, err := f.Stat()
		if err != nil {
			f.Close()
			return err
		}
		if info.IsDir() {
			f.Close()
			return os.ErrInvalid
		}
		if _, err := io.Copy(w, f); err != nil {
			f.Close()
			return err
		}
		f.Close()
	}
	return nil
}

// first closes the file and is done: one deferred call is enough.
func first(w io.Writer, paths []string) error {
	for _, path := range paths {
		f, err := os.Open(path)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err := io.Copy(w, f); err != nil {
			return err
		}
		return nil
	}
	return os.ErrNotExist
}

func main() {
	_ = pack(io.Discard, nil)
	_ = first(io.Discard, nil)
}
