package racelog

var (
	served  int
	dropped int
)

// Serve serves one request.
func Serve(ok bool) {
	if ok {
		served++
		return
	}
	dropped++
}

func Served() int { return served }
