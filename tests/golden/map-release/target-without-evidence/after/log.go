package log

import "os"

type Log struct{ files map[string]*os.File }

func (l *Log) Rotate(day string) error {
	file, err := os.Create(day)
	if err != nil {
		return err
	}
	old := l.files[day]
	l.files[day] = file
	if old != nil {
		return old.Close()
	}
	return nil
}
