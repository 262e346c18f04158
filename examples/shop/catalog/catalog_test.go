package catalog

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"example.com/shop/money"
)

func twoItems() *Catalog {
	return New(
		Item{SKU: "mug", Title: "Blue Mug", Price: money.Cents(900), Stock: 4, Tags: []string{"new"}},
		Item{SKU: "pot", Title: "Tea Pot", Price: money.Cents(2400), Supplier: &Supplier{Name: "Kiln"}},
	)
}

func TestReceiveReserveShip(t *testing.T) {
	c := twoItems()
	at := time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)
	c.Receive("mug", 2, at)
	if err := c.Reserve("mug", 5); err != nil {
		t.Fatal(err)
	}
	if err := c.Reserve("mug", 2); !errors.Is(err, ErrSoldOut) {
		t.Errorf("got %v, want sold out", err)
	}
	c.Ship("mug", 3)
	mug := c.items["mug"]
	if mug.Stock != 3 || mug.Reserved != 2 || !mug.UpdatedAt.Equal(at) {
		t.Errorf("got %d in stock, %d reserved, updated %s", mug.Stock, mug.Reserved, mug.UpdatedAt)
	}
}

func TestReserveUnknown(t *testing.T) {
	c := twoItems()
	if err := c.Reserve("cup", 1); err == nil || len(c.items) != 2 {
		t.Errorf("got %v and %d items", err, len(c.items))
	}
}

func TestMeasureAndFlatten(t *testing.T) {
	for _, sides := range [][3]int{{3, 2, 1}, {2, 3, 1}, {1, 2, 3}} {
		c := twoItems()
		c.Measure("pot", sides[0], sides[1], sides[2])
		if got := c.items["pot"].Size.Width; got != 3 {
			t.Errorf("%v: width %d", sides, got)
		}
		c.Flatten("pot")
		if got := c.items["pot"].Size.Depth; got != 1 {
			t.Errorf("%v: depth %d", sides, got)
		}
	}
}

func TestVote(t *testing.T) {
	c := twoItems()
	for _, stars := range []int{5, 5, 2} {
		if err := c.Vote("mug", stars); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Vote("mug", 6); err == nil {
		t.Error("six stars were counted")
	}
	if got := c.items["mug"].Review; got.Sum != 12 || got.Stars != [5]int{0, 1, 0, 0, 2} {
		t.Errorf("got %+v", got)
	}
}

func TestRegions(t *testing.T) {
	c := twoItems()
	if c.Expect("north", "mug", 1) {
		t.Error("a region that was never counted expects something")
	}
	at := time.Date(2026, 3, 2, 0, 0, 0, 0, time.UTC)
	c.Count("north", map[string]int{"mug": 7, "pot": 1}, at)
	c.Expect("north", "mug", 5)
	if got := c.OnHand("north", "mug"); got != (Level{OnHand: 7, Incoming: 5, Checked: at}) {
		t.Errorf("got %+v", got)
	}
}

func TestRenameTagDiscontinue(t *testing.T) {
	c := twoItems()
	c.Rename("mug", "Green Mug")
	c.Tag("mug", "sale")
	c.Tag("pot", "sale")
	if got := c.Search("green"); !slices.Equal(got, []string{"mug"}) {
		t.Errorf("got %v", got)
	}
	if got := c.items["mug"].Tags; !slices.Equal(got, []string{"sale"}) {
		t.Errorf("got %v", got)
	}
	c.items["pot"] = Item{SKU: "pot", Stock: 9, Supplier: &Supplier{Name: "Kiln"}}
	if got := c.Discontinue("Kiln"); !slices.Equal(got, []string{"pot"}) || c.items["pot"].Stock != 0 {
		t.Errorf("got %v, %d left", got, c.items["pot"].Stock)
	}
	if got := c.Total(); got != money.Cents(3600) {
		t.Errorf("got %s", got)
	}
}

func TestItemIsACopy(t *testing.T) {
	c := twoItems()
	c.Order("pot")
	if shown, ok := c.Item("pot"); !ok || shown.Supplier != nil {
		t.Errorf("got %+v", shown)
	}
	if got := c.items["pot"].Supplier; got == nil || got.Orders != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestParseAndWritePrices(t *testing.T) {
	items, err := Parse([]byte("pot,Tea Pot,2400,3\nmug,Blue Mug,900,4\n"))
	if err != nil {
		t.Fatal(err)
	}
	var list strings.Builder
	if err := New(items...).WritePrices(&list); err != nil {
		t.Fatal(err)
	}
	if got, want := list.String(), "mug;Blue Mug;9.00\npot;Tea Pot;24.00\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for _, wrong := range []string{"mug,Blue Mug,nine,4\n", "mug,Blue Mug,900\n"} {
		if _, err := Parse([]byte(wrong)); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}
