package heads

import (
	"time"

	"github.com/hashicorp/golang-lru/v2/expirable"
)

var rates = expirable.NewLRU[string, float64](50, nil, time.Hour)

func fetch(currency string) float64 { return float64(len(currency)) }

// Rate is found in the condition's own branch.
func Rate(currency string) float64 {
	if rate, ok := rates.Get(currency); ok {
		return rate
	}
	rate := fetch(currency)
	rates.Add(currency, rate)
	return rate
}

// Known asks for no value.
func Known(currency string) bool {
	if _, ok := rates.Get(currency); !ok {
		return false
	}
	return true
}

// Twice uses the value more than once.
func Twice(currency string) float64 {
	if rate, ok := rates.Get(currency); ok {
		rate += rate
		return rate
	}
	return 0
}

// Missing has it in the other branch.
func Missing(currency string) (missing bool, rate float64) {
	if r, ok := rates.Get(currency); !ok {
		missing = true
	} else {
		rate = r
		rates.Add(currency, fetch(currency))
	}
	return missing, rate
}

// Again assigns to what is declared already.
func Again(currency string) (rate float64, ok bool) {
	rate, ok = rates.Get(currency)
	return rate, ok
}
