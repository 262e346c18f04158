// Package audit writes down who did what, one file a day.
package audit

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// Log appends to a file per day.
type Log struct {
	dir     string
	files   map[string]*os.File
	written Written
}

// Written counts the lines of a log.
type Written struct {
	Lines, Bytes int
	Last         time.Time
}

// Open returns a log that keeps its files in dir.
func Open(dir string) *Log { return &Log{dir: dir, files: make(map[string]*os.File)} }

// Append writes one line.
func (l *Log) Append(who, what string, at time.Time) error {
	file, err := l.file(at.Format(time.DateOnly))
	if err != nil {
		return err
	}
	n, err := fmt.Fprintf(file, "%s\t%s\t%s\n", at.Format(time.TimeOnly), who, what)
	l.written.Add(n, at)
	return err
}

// Add counts a line of n bytes.
func (w Written) Add(n int, at time.Time) {
	w.Lines++
	w.Bytes += n
	w.Last = at
}

// Written returns what was written since Open.
func (l *Log) Written() Written { return l.written }

func (l *Log) file(day string) (*os.File, error) {
	if file := l.files[day]; file != nil {
		return file, nil
	}
	return l.Rotate(day)
}

// Rotate opens the file of a day again, after somebody has moved the old one away.
func (l *Log) Rotate(day string) (*os.File, error) {
	name := filepath.Join(l.dir, day+".log")
	file, err := os.OpenFile(name, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return nil, err
	}
	l.files[day] = file
	return file, nil
}

// Count returns the number of lines in all files of the log.
func (l *Log) Count() (lines int, err error) {
	names, err := filepath.Glob(filepath.Join(l.dir, "*.log"))
	if err != nil {
		return 0, err
	}
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return lines, err
		}
		defer file.Close()
		for scanner := bufio.NewScanner(file); scanner.Scan(); {
			lines++
		}
	}
	return lines, nil
}
