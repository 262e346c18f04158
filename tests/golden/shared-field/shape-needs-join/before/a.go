package golden

func Count(words []string) int {
	n := 0
	go func() {
		for range words {
			n++
		}
	}()
	return n
}
