package small

var weekdays = []string{"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"}

func array(words [8]string) map[string]int {
	m := make(map[string]int)
	for i, word := range words {
		m[word] = i
	}
	return m
}

func number() map[int]int {
	m := make(map[int]int)
	for i := range 8 {
		m[i] = i
	}
	return m
}

func declared() map[string]int {
	m := make(map[string]int)
	for i, day := range weekdays {
		m[day] = i
	}
	return m
}

func literal() map[string]int {
	words := []string{"a", "b"}
	m := make(map[string]int)
	for i, word := range words {
		m[word] = i
	}
	return m
}
