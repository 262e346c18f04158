package golden

func count(lines []string) int {
	words := map[string]int{}
	for _, line := range lines {
		words[line]++
	}
	return len(words)
}
