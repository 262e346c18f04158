package one

func lines(in <-chan string) int {
	n := 0
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range in {
			n++
		}
	}()
	<-done
	return n
}
