package heads

var rates = map[string]float64{}

func fetch(currency string) float64 { return float64(len(currency)) }

// Rate is found in the condition's own branch.
func Rate(currency string) float64 {
	if rate, ok := rates[currency]; ok {
		return rate
	}
	rate := fetch(currency)
	rates[currency] = rate
	return rate
}

// Known asks for no value.
func Known(currency string) bool {
	if _, ok := rates[currency]; !ok {
		return false
	}
	return true
}

// Twice uses the value more than once.
func Twice(currency string) float64 {
	if rate, ok := rates[currency]; ok {
		rate += rate
		return rate
	}
	return 0
}

// Missing has it in the other branch.
func Missing(currency string) (missing bool, rate float64) {
	if r, ok := rates[currency]; !ok {
		missing = true
	} else {
		rate = r
		rates[currency] = fetch(currency)
	}
	return missing, rate
}

// Again assigns to what is declared already.
func Again(currency string) (rate float64, ok bool) {
	rate, ok = rates[currency]
	return rate, ok
}
