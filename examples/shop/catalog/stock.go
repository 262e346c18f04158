package catalog

import (
	"errors"
	"fmt"
	"time"
)

// ErrSoldOut is returned when less is in stock than was asked for.
var ErrSoldOut = errors.New("sold out")

// Receive books a delivery.
func (c *Catalog) Receive(sku string, n int, at time.Time) {
	c.items[sku].Stock += n
	c.items[sku].UpdatedAt = at
}

// Reserve puts n pieces aside for a cart.
func (c *Catalog) Reserve(sku string, n int) error {
	item, ok := c.items[sku]
	if !ok {
		return fmt.Errorf("no item %q", sku)
	}
	if item.Stock-item.Reserved < n {
		return fmt.Errorf("%s: %w", sku, ErrSoldOut)
	}
	c.items[sku].Reserved += n
	return nil
}

// Ship takes reserved pieces out of the stock.
func (c *Catalog) Ship(sku string, n int) {
	c.items[sku].Stock, c.items[sku].Reserved = c.items[sku].Stock-n, c.items[sku].Reserved-n
}

// Measure records the size of an item, turned so that the longest side is its width.
func (c *Catalog) Measure(sku string, a, b, d int) {
	switch {
	case a >= b && a >= d:
		c.items[sku].Size = Dimensions{a, b, d}
	case b >= d:
		c.items[sku].Size = Dimensions{b, a, d}
	default:
		c.items[sku].Size = Dimensions{d, a, b}
	}
}

// Flatten is for what comes folded.
func (c *Catalog) Flatten(sku string) {
	c.items[sku].Size.Depth = 1
}

// Vote counts one review of one to five stars.
func (c *Catalog) Vote(sku string, stars int) error {
	if stars < 1 || stars > len(Review{}.Stars) {
		return fmt.Errorf("%d stars", stars)
	}
	c.items[sku].Review.Stars[stars-1]++
	c.items[sku].Review.Sum += stars
	return nil
}

// Order notes that an item was ordered from its supplier.
func (c *Catalog) Order(sku string) {
	if c.items[sku].Supplier != nil {
		c.items[sku].Supplier.Orders++
	}
}

// Count takes over the numbers of a stock count in one region.
func (c *Catalog) Count(region string, counted map[string]int, at time.Time) {
	levels := c.byRegion[region]
	if levels == nil {
		levels = make(map[string]Level)
		c.byRegion[region] = levels
	}
	for sku, n := range counted {
		levels[sku].OnHand = n
		levels[sku].Checked = at
	}
}

// Expect announces a delivery to a region that has been counted before.
func (c *Catalog) Expect(region, sku string, n int) bool {
	if c.byRegion[region] == nil {
		return false
	}
	c.byRegion[region][sku].Incoming += n
	return true
}

// OnHand returns the last count of an item in a region.
func (c *Catalog) OnHand(region, sku string) Level { return c.byRegion[region][sku] }

// Discontinue zeroes the stock of every item of one supplier.
func (c *Catalog) Discontinue(supplier string) (skus []string) {
	for sku, item := range c.items {
		if item.Supplier == nil || item.Supplier.Name != supplier {
			continue
		}
		skus = append(skus, sku)
		c.items[sku].Stock = 0
	}
	return skus
}
