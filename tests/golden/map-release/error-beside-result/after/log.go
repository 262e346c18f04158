package log

import "os"

type Log struct{ files map[string]*os.File }

func (l *Log) Rotate(day string) (int, error) {
	file, err := os.Create(day)
	if err != nil {
		return 0, err
	}
	old := l.files[day]
	l.files[day] = file
	if old != nil {
		if err := old.Close(); err != nil {
			return len(l.files), err
		}
	}
	return len(l.files), nil
}

func (l *Log) Close() error {
	var first error
	for day, file := range l.files {
		if err := file.Close(); err != nil && first == nil {
			first = err
		}
		delete(l.files, day)
	}
	return first
}
