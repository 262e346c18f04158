package getterleak

// Labels are the labels of one machine.
type Labels struct {
	values map[string]string
}

func New() *Labels {
	return &Labels{values: map[string]string{"os": "linux"}}
}

func (l *Labels) Set(name, value string) {
	l.values[name] = value
}

// All returns every label.
func (l *Labels) All() map[string]string {
	return l.values
}
