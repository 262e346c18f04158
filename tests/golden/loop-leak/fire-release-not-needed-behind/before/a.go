package a

import (
	"errors"
	"fmt"
	"os"
	"strings"
)

func head(name string) (string, error) {
	f, err := os.Open(name)
	if err != nil {
		return "", err
	}
	b := make([]byte, 100)
	n, err := f.Read(b)
	if err != nil {
		return "", err
	}
	f.Close()
	text := strings.TrimSpace(string(b[:n]))
	if len(text) == 0 {
		return "", errors.New("empty")
	}
	return fmt.Sprintf("%s...", text), nil
}

func size(name string, jobs []func()) (int64, error) {
	if name != "" {
		f, err := os.Open(name)
		if err != nil {
			return 0, err
		}
		info, err := f.Stat()
		if err != nil {
			return 0, err
		}
		f.Close()
		return info.Size(), nil
	}
	for _, job := range jobs {
		job()
	}
	return 0, nil
}
