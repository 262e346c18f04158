package updated

var (
	log  string
	text = "a"
)

func add(s string) {
	log = "x"
	log += s
}

func keep() string { return log + text }
