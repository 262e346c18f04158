package log

type log struct{ lines []string }

func (l log) add(line string) {
	l.lines = append(l.lines, line)
}
