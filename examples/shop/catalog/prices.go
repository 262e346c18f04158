package catalog

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"

	"example.com/shop/money"
)

// Parse reads items from CSV: SKU, title, price in cents, pieces in stock.
func Parse(data []byte) ([]Item, error) {
	rows := csv.NewReader(bytes.NewReader(data))
	rows.FieldsPerRecord = 4
	records, err := rows.ReadAll()
	if err != nil {
		return nil, err
	}
	items := make([]Item, 0, len(records))
	for _, record := range records {
		cents, err := strconv.ParseInt(record[2], 10, 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", record[0], err)
		}
		stock, err := strconv.Atoi(record[3])
		if err != nil {
			return nil, fmt.Errorf("%s: %w", record[0], err)
		}
		item := Item{SKU: record[0], Title: record[1], Price: money.Cents(cents), Stock: stock}
		items = append(items, item)
	}
	return items, nil
}

// WritePrices writes the price list, one item per line, sorted by SKU.
func (c *Catalog) WritePrices(w io.Writer) error {
	for _, sku := range slices.Sorted(maps.Keys(c.items)) {
		item := c.items[sku]
		if _, err := fmt.Fprintf(w, "%s;%s;%s\n", sku, item.Title, item.Price); err != nil {
			return err
		}
	}
	return nil
}
