// Package catalog knows what the shop sells and how much of it is in stock.
package catalog

import (
	"sort"
	"strings"
	"time"

	"example.com/shop/money"
)

// Dimensions are in millimetres.
type Dimensions struct {
	Width, Height, Depth int
}

// Supplier is who an item is ordered from.
type Supplier struct {
	Name     string
	LeadDays int
	Orders   int
}

// Review counts the votes of customers: Stars[0] is one star, Stars[4] five.
type Review struct {
	Stars [5]int
	Sum   int
}

// Item is one article.
type Item struct {
	SKU       string
	Title     string
	Price     money.Amount
	Stock     int
	Reserved  int
	Tags      []string
	Size      Dimensions
	Review    Review
	Supplier  *Supplier
	Attrs     map[string]string
	UpdatedAt time.Time
}

// Catalog holds all items by SKU.
type Catalog struct {
	items    map[string]Item
	byRegion map[string]map[string]Level
	searches map[string][]string
}

// Level is the stock of one item in one region.
type Level struct {
	OnHand, Incoming int
	Checked          time.Time
}

// New returns a catalog of the given items.
func New(items ...Item) *Catalog {
	c := &Catalog{
		items:    make(map[string]Item),
		byRegion: map[string]map[string]Level{},
		searches: map[string][]string{},
	}
	for _, item := range items {
		c.items[item.SKU] = item
	}
	return c
}

// Item returns a copy of one item for showing it; what only the back office sees is blanked.
func (c *Catalog) Item(sku string) (Item, bool) {
	item, ok := c.items[sku]
	if !ok {
		return Item{}, false
	}
	item.Supplier = nil
	item.Attrs = nil
	return item, true
}

// Search returns the SKUs whose title holds the words, and remembers the answer.
func (c *Catalog) Search(words string) []string {
	key := strings.ToLower(strings.TrimSpace(words))
	if found, ok := c.searches[key]; ok {
		return found
	}
	var found []string
	for sku, item := range c.items {
		if strings.Contains(strings.ToLower(item.Title), key) {
			found = append(found, sku)
		}
	}
	sort.Strings(found)
	c.searches[key] = found
	return found
}

// Rename changes the title of an item.
func (c *Catalog) Rename(sku, title string) {
	c.items[sku].Title = title
}

// Tag replaces the first tag, the one that the front page shows.
func (c *Catalog) Tag(sku, tag string) {
	if len(c.items[sku].Tags) == 0 {
		return
	}
	c.items[sku].Tags[0] = tag
}

// Describe sets one attribute of an item that has any.
func (c *Catalog) Describe(sku, name, value string) {
	if c.items[sku].Attrs != nil {
		c.items[sku].Attrs[name] = value
	}
}

// Total adds up what the stock is worth.
func (c *Catalog) Total() money.Amount {
	var total money.Amount
	for _, item := range c.items {
		total = total.Plus(item.Price.Times(item.Stock))
	}
	return total
}
