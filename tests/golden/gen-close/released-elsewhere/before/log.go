package log

import "os"

type Log struct{ file *os.File }

func New(name string) (*Log, error) {
	file, err := os.Create(name)
	return &Log{file: file}, err
}

func finish(l *Log) { l.file.Close() }
