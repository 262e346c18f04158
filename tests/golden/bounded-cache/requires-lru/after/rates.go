package rates

import (
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"
)

var rates = expirable.NewLRU[string, float64](100, nil, 10*time.Minute)

// Rate asks for each currency once.
func Rate(currency string, ask func(string) float64) float64 {
	if rate, ok := rates.Get(currency); ok {
		return rate
	}
	rate := ask(currency)
	rates.Add(currency, rate)
	return rate
}
