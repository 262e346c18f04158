package log

import "os"

type Log struct{ files map[string]*os.File }

func (l *Log) Rotate(day string) error {
	file, err := os.Create(day)
	if err != nil {
		return err
	}
	l.files[day] = file
	return nil
}
