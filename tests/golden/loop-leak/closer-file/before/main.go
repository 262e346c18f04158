package main

import (
	"bufio"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

func count(path string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	data, err := io.ReadAll(f)
	if err != nil {
		return 0, err
	}
	return len(data), nil
}

func scan(path string) (n int, err error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("scan: %w", err)
	}

	scanner := bufio.NewScanner(f)
	for scanner.Scan() {
		n += len(scanner.Text())
	}
	return n + 1, scanner.Err()
}

// unzip closes the reader, which leaves the file open.
func unzip(path string) (int, error) {
	f, err := os.OpenFile(path, os.O_RDONLY, 0)
	if err != nil {
		return 0, err
	}
	reader, err := gzip.NewReader(f)
	if err != nil {
		return 2, nil
	}
	defer reader.Close()
	data, err := io.ReadAll(reader)
	return len(data), err
}

func size(path string) (int, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return int(info.Size()), nil
}

func main() {
	path := filepath.Join(os.TempDir(), "gofixmap-closer-file")
	defer os.Remove(path)
	if err := os.WriteFile(path, []byte("a\n"), 0o600); err != nil {
		fmt.Println(err)
	}
	fmt.Println(count(path))
	fmt.Println(scan(path))
	fmt.Println(unzip(path))
	fmt.Println(size(path))
	fmt.Println("open at once:", 0)
}
