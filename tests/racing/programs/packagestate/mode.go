package packagestate

type mode struct {
	verbose bool
	level   int
}

var current mode

func SetLevel(level int) {
	current.level = level
	current.verbose = level > 2
}

func Level() int { return current.level }

func Verbose() bool { return current.verbose }
