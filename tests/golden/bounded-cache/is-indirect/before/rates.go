package rates

var rates = map[string]float64{}

// Rate asks for each currency once.
func Rate(currency string, ask func(string) float64) float64 {
	if rate, ok := rates[currency]; ok {
		return rate
	}
	rate := ask(currency)
	rates[currency] = rate
	return rate
}
