package log

import "os"

type Log struct{ files map[string]*os.File }

func (l *Log) Rotate(day string, file *os.File) {
	l.files[day] = file
}
