package golden

func Count(lines [][]string, out chan<- map[string]int) {
	for _, line := range lines {
		go func() {
			words := make(map[string]int)
			for _, word := range line {
				words[word]++
			}
			out <- words
		}()
	}
}
