package own

func count(jobs []chan int) {
	for _, job := range jobs {
		go func() {
			n := 0
			for range job {
				n++
			}
			println(n)
		}()
	}
}
