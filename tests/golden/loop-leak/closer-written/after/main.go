package main

import (
	"fmt"
	"os"
	"path/filepath"
)

// appendLine has an error without a name.
func appendLine(path, line string) error {
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(line)
	return err
}

func save(path string, data []byte) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := f.Close(); err == nil {
			err = closeErr
		}
	}()
	_, err = f.Write(data)
	return err
}

// hidden has a named error that the place does not see.
func hidden(path string, data []byte) (err error) {
	if len(data) > 0 {
		f, err := os.Create(path)
		if err != nil {
			return err
		}
		defer f.Close()
		if _, err = f.Write(data); err != nil {
			return err
		}
	}
	return nil
}

func touch(path string) bool {
	f, err := os.Create(path)
	if err != nil {
		return false
	}
	f.Close()
	return true
}

func main() {
	path := filepath.Join(os.TempDir(), "gofixmap-closer-written")
	defer os.Remove(path)
	fmt.Println(appendLine(path, "a\n"))
	fmt.Println(save(path, []byte("a\n")))
	fmt.Println(hidden(path, []byte("a\n")))
	fmt.Println(touch(path))
}
