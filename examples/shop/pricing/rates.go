package pricing

import (
	"sync"

	"example.com/shop/money"
)

// Rates holds exchange rates in millionths. It is read by every request and written once a day.
type Rates struct {
	mu    sync.Mutex
	rates map[string]int64
}

// Set changes one rate.
func (r *Rates) Set(currency string, millionths int64) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.rates == nil {
		r.rates = make(map[string]int64)
	}
	r.rates[currency] = millionths
}

// Convert returns the amount in another currency.
func (r *Rates) Convert(a money.Amount, currency string) (money.Amount, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	rate, ok := r.rates[currency]
	return money.Cents(a.InCents() * rate / 1_000_000), ok
}

// quote is a price that was promised to a customer.
type quote struct {
	price money.Amount
	used  int
}

var quotes = map[string]*quote{}

// Quote remembers the price that was shown to a customer.
func Quote(customer string, price money.Amount) {
	q := quote{price: price}
	quotes[customer] = &q
}

// Quoted returns what the customer was shown and counts the use; the elements are pointers.
func Quoted(customer string) (money.Amount, bool) {
	if quotes[customer] == nil {
		return money.Amount{}, false
	}
	quotes[customer].used++
	return quotes[customer].price, true
}
