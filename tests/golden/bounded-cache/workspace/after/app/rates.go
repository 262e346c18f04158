package rates

import (
	"time"

	"github.com/jellydator/ttlcache/v3"
)

var rates = ttlcache.New(
	ttlcache.WithTTL[string, float64](10*time.Minute),
	ttlcache.WithCapacity[string, float64](100),
	ttlcache.WithDisableTouchOnHit[string, float64](),
)

// What has expired in rates is removed in the background.
func init() {
	go rates.Start()
}

// Rate asks for each currency once.
func Rate(currency string, ask func(string) float64) float64 {
	if item := rates.Get(currency); item != nil {
		return item.Value()
	}
	rate := ask(currency)
	rates.Set(currency, rate, ttlcache.DefaultTTL)
	return rate
}
