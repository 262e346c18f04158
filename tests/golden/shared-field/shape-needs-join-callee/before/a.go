package golden

func Fill(counts []int) {
	go func() {
		for i := range counts {
			counts[i] = i
		}
	}()
}
