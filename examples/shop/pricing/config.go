// Package pricing turns list prices into what a customer pays.
package pricing

import (
	"encoding/json"
	"io"
	"maps"

	"example.com/shop/money"
)

// Config is how prices are made. A running shop replaces it as a whole.
type Config struct {
	Currency string
	VAT      int
	Rounding int64
	Rebates  map[string]int
}

// current is read by every request and replaced by Load.
var current = &Config{Currency: "EUR", VAT: 20}

// Current returns the configuration in force.
func Current() *Config { return current }

// Load replaces the configuration by what r holds.
func Load(r io.Reader) error {
	var config Config
	if err := json.NewDecoder(r).Decode(&config); err != nil {
		return err
	}
	config = config.withDefaults()
	current = &config
	return nil
}

// withDefaults fills in what was left out, on its own copy.
func (c Config) withDefaults() Config {
	if c.Currency == "" {
		c.Currency = "EUR"
	}
	if c.Rounding == 0 {
		c.Rounding = 1
	}
	return c
}

// Round rounds an amount to the unit of the configuration; no unit means cents.
func (c Config) Round(a money.Amount) money.Amount {
	if c.Rounding <= 0 {
		c.Rounding = 1
	}
	return money.Cents(a.InCents() / c.Rounding * c.Rounding)
}

// Seasonal returns the rebates of the configuration with those of a season on top.
func (c *Config) Seasonal(season map[string]int) map[string]int {
	rebates := c.Rebates
	for group, percent := range season {
		rebates[group] = percent
	}
	return rebates
}

// Copy returns a configuration that shares nothing with c.
func (c *Config) Copy() *Config {
	clone := *c
	clone.Rebates = maps.Clone(c.Rebates)
	return &clone
}
