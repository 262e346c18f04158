package racelog

var (
	served  int
	dropped int
)

// Serve serves one request.
func Serve() {

	served++
}

func Drop() { dropped++ }

func Served() int { return served }
