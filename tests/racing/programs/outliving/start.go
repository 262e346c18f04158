package outliving

// Start counts in the background and never says that it has ended.
func Start(counts []int) {
	go func() {
		for i := range counts {
			counts[i] = i
		}
	}()
}
