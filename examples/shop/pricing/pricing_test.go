package pricing

import (
	"strings"
	"testing"

	"example.com/shop/money"
)

func TestLoad(t *testing.T) {
	defer func(c *Config) { current = c }(current)
	if err := Load(strings.NewReader(`{"VAT": 25, "Rebates": {"staff": 30}}`)); err != nil {
		t.Fatal(err)
	}
	c := Current()
	if c.Currency != "EUR" || c.VAT != 25 || c.Rounding != 1 {
		t.Errorf("got %+v", c)
	}
	clone := c.Copy()
	clone.Rebates["staff"] = 40
	if c.Rebates["staff"] != 30 {
		t.Error("a copy shares its rebates")
	}
	if err := Load(strings.NewReader("{")); err == nil || Current() != c {
		t.Errorf("got %v", err)
	}
}

func TestRound(t *testing.T) {
	if got := (Config{Rounding: 5}).Round(money.Cents(1234)); got != money.Cents(1230) {
		t.Errorf("got %s", got)
	}
	if got := (Config{}).Round(money.Cents(1234)); got != money.Cents(1234) {
		t.Errorf("got %s", got)
	}
}

func TestRatesAndQuotes(t *testing.T) {
	var r Rates
	r.Set("NOK", 11_500_000)
	if got, ok := r.Convert(money.Cents(100), "NOK"); !ok || got != money.Cents(1150) {
		t.Errorf("got %s, %t", got, ok)
	}
	Quote("ann", money.Cents(99))
	if got, ok := Quoted("ann"); !ok || got != money.Cents(99) {
		t.Errorf("got %s, %t", got, ok)
	}
	if _, ok := Quoted("bob"); ok {
		t.Error("bob was never quoted a price")
	}
}

func TestVolume(t *testing.T) {
	v := NewVolume(5)
	for n, want := range map[int]int64{1: 100, 10: 950, 50: 4500} {
		if got := v.Price(money.Cents(100), n); got != money.Cents(want) {
			t.Errorf("%d pieces: got %s, want %s", n, got, money.Cents(want))
		}
	}
	v.NewSeason(5)
	if got := v.Price(money.Cents(100), 10); got != money.Cents(900) {
		t.Errorf("got %s", got)
	}
}
