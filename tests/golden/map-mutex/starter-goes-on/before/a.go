package golden

func Overlap(ks []string) int {
	state := map[string]int{}
	done := make(chan int)
	go func() {
		n := 0
		for _, k := range ks {
			n += state[k]
		}
		done <- n
	}()
	for _, k := range ks {
		state[k] = 1
	}
	<-done
	return len(state)
}
