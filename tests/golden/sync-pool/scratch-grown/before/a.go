package a

import (
	"io"
	"strconv"
)

func format(w io.Writer, values []int) error {
	line := make([]byte, 0, 4096)
	for _, value := range values {
		line = strconv.AppendInt(line, int64(value), 10)
		line = append(line, '\n')
	}
	_, err := w.Write(line)
	return err
}

func numbers(w io.Writer, values []int) int {
	var seen []int64
	for _, value := range values {
		seen = append(seen[:len(seen)], int64(value))
	}
	return len(seen)
}

func nothing(w io.Writer) {
	out := []byte{}
	out = append(out, "text"...)
	w.Write(out)
}

func sized(w io.Writer, parts []string) {
	out := make([]byte, 0, len(parts)*8)
	for _, part := range parts {
		out = append(out, part...)
	}
	w.Write(out)
}
