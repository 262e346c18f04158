package golden

func Sum(numbers []float64) float64 {
	var total float64
	done := make(chan bool)
	go add(&total, numbers, done)
	total += 1
	<-done
	return total
}

func add(to *float64, numbers []float64, done chan bool) {
	for _, n := range numbers {
		*to += n
	}
	done <- true
}
