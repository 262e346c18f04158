package eventlog

// Log keeps events in memory.
type Log struct {
	events []string
}

func (l *Log) Add(event string) {
	l.events = append(l.events, event)
}

// Events returns what was added so far.
func (l *Log) Events() []string {
	return l.events
}

func (l *Log) Last() string {
	if len(l.events) == 0 {
		return ""
	}
	return l.events[len(l.events)-1]
}
