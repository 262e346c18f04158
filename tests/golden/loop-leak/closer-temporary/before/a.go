package a

import (
	"io"
	"os"
	"path/filepath"
)

func spool(r io.Reader) (int64, error) {
	f, err := os.CreateTemp("", "spool")
	if err != nil {
		return 0, err
	}
	defer os.Remove(f.Name())
	return io.Copy(f, r)
}

func unpack(r io.Reader) (n int64, err error) {
	dir, err := os.MkdirTemp("", "unpack")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	f, err := os.Create(filepath.Join(dir, "a"))
	if err != nil {
		return 0, err
	}

	// Nobody needs it later.
	defer os.Remove(f.Name())
	n, err = io.Copy(f, r)
	return n, err
}

func look(name string) (int64, error) {
	f, err := os.Open(name)
	if err != nil {
		return 0, err
	}
	defer println("looked")
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}
