package log

import (
	"os"
	"time"
)

type Log struct {
	*os.File
	tick *time.Ticker
}

func New(name string) (*Log, error) {
	file, err := os.Create(name)
	return &Log{File: file, tick: time.NewTicker(time.Second)}, err
}
