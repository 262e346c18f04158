// Package money holds amounts in the smallest unit of one currency.
package money

import "fmt"

// Amount is a number of cents. Its methods return new amounts and leave their receiver alone.
type Amount struct {
	cents int64
}

// Cents makes an amount of n cents.
func Cents(n int64) Amount { return Amount{cents: n} }

// InCents returns the amount as a number of cents.
func (a Amount) InCents() int64 { return a.cents }

// Plus returns a with b added.
func (a Amount) Plus(b Amount) Amount {
	a.cents += b.cents
	return a
}

// Times returns a taken n times.
func (a Amount) Times(n int) Amount {
	a.cents *= int64(n)
	return a
}

// Percent returns p percent of a, rounded down.
func (a Amount) Percent(p int) Amount {
	return Amount{cents: a.cents * int64(p) / 100}
}

// String prints the amount with two decimals.
func (a Amount) String() string {
	sign := ""
	if a.cents < 0 {
		sign = "-"
		a.cents = -a.cents
	}
	return fmt.Sprintf("%s%d.%02d", sign, a.cents/100, a.cents%100)
}
