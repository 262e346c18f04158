package log

func odd(l *Log) {
	l.file !! Close()
}
