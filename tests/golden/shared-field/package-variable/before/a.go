package golden

type config struct {
	name  string
	limit int
}

var current config

func Set(name string, limit int) {
	current = config{name, limit}
}

func Name() string {
	return current.name
}
