package heads

import (
	"time"

	"github.com/jellydator/ttlcache/v3"
)

var rates = ttlcache.New(
	ttlcache.WithTTL[string, float64](time.Hour),
	ttlcache.WithCapacity[string, float64](50),
	ttlcache.WithDisableTouchOnHit[string, float64](),
)

// What has expired in rates is removed in the background.
func init() {
	go rates.Start()
}

func fetch(currency string) float64 { return float64(len(currency)) }

// Rate is found in the condition's own branch.
func Rate(currency string) float64 {
	if item := rates.Get(currency); item != nil {
		return item.Value()
	}
	rate := fetch(currency)
	rates.Set(currency, rate, ttlcache.DefaultTTL)
	return rate
}

// Known asks for no value.
func Known(currency string) bool {
	if !rates.Has(currency) {
		return false
	}
	return true
}

// Twice uses the value more than once.
func Twice(currency string) float64 {
	if item := rates.Get(currency); item != nil {
		rate := item.Value()
		rate += rate
		return rate
	}
	return 0
}

// Missing has it in the other branch.
func Missing(currency string) (missing bool, rate float64) {
	if item := rates.Get(currency); item == nil {
		missing = true
	} else {
		r := item.Value()
		rate = r
		rates.Set(currency, fetch(currency), ttlcache.DefaultTTL)
	}
	return missing, rate
}

// Again assigns to what is declared already.
func Again(currency string) (rate float64, ok bool) {
	var absent float64
	item := rates.Get(currency)
	rate = absent
	ok = item != nil
	if item != nil {
		rate = item.Value()
	}
	return rate, ok
}
