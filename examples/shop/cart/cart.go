// Package cart holds what customers are about to buy.
package cart

import (
	"errors"
	"fmt"

	"example.com/shop/money"
)

// Line is one article in a cart.
type Line struct {
	SKU   string
	Count int
	Price money.Amount
	Gift  bool
}

// Cart is what one customer has collected.
type Cart struct {
	Lines   []Line
	Coupons map[string]int
	Notes   [2]string
}

// Store holds the open carts by session.
type Store struct {
	carts   map[string]*Cart
	history map[string][]Line
	events  []event
	undo    undoList
}

type event struct {
	session, what string
}

// undoList remembers what was removed last.
type undoList struct {
	lines []Line
	limit int
}

// ErrEmpty is returned for a cart without lines.
var ErrEmpty = errors.New("the cart is empty")

// NewStore returns a store without carts.
func NewStore() *Store {
	return &Store{carts: make(map[string]*Cart), history: make(map[string][]Line)}
}

// Cart returns the cart of a session and opens one where there is none.
func (s *Store) Cart(session string) *Cart {
	if s.carts[session] == nil {
		s.carts[session] = &Cart{Coupons: map[string]int{}}
	}
	return s.carts[session]
}

// Add puts n pieces of an article into the cart of a session.
func (s *Store) Add(session, sku string, n int, price money.Amount) {
	cart := s.Cart(session)
	s.events = append(s.events, event{session, "add " + sku})
	for i := range cart.Lines {
		if cart.Lines[i].SKU == sku {
			cart.Lines[i].Count += n
			return
		}
	}
	cart.Lines = append(cart.Lines, Line{SKU: sku, Count: n, Price: price})
}

// Wrap marks every line of a cart as a gift.
func (c *Cart) Wrap() {
	for _, line := range c.Lines {
		line.Gift = true
	}
}

// Reprice takes over new prices; a line without a new price keeps its own.
func (c *Cart) Reprice(prices map[string]money.Amount) {
	for i, line := range c.Lines {
		if price, ok := prices[line.SKU]; ok {
			line.Price = price
			c.Lines[i] = line
		}
	}
}

// WithNote returns a copy of the cart that carries a note for the parcel.
func (c Cart) WithNote(note string) Cart {
	c.Notes[0] = note
	return c
}

// Apply books a coupon; the map is shared by all copies of a cart.
func (c Cart) Apply(coupon string, percent int) {
	c.Coupons[coupon] = percent
}

// Total adds up the lines and takes the coupons off.
func (c Cart) Total() (money.Amount, error) {
	if len(c.Lines) == 0 {
		return money.Amount{}, ErrEmpty
	}
	var total money.Amount
	for _, line := range c.Lines {
		total = total.Plus(line.Price.Times(line.Count))
	}
	for _, percent := range c.Coupons {
		total = total.Plus(total.Percent(percent).Times(-1))
	}
	return total, nil
}

// Remove takes an article out of a cart and remembers its line for Undo.
func (s *Store) Remove(session, sku string) error {
	cart := s.Cart(session)
	for i, line := range cart.Lines {
		if line.SKU == sku {
			s.undo.remember(line)
			cart.Lines = append(cart.Lines[:i], cart.Lines[i+1:]...)
			return nil
		}
	}
	return fmt.Errorf("no %s in the cart", sku)
}

// remember keeps a removed line.
func (u undoList) remember(line Line) {
	u.lines = append(u.lines, line)
}

// bound returns a copy of the list that keeps at most n lines.
func (u undoList) bound(n int) undoList {
	if n <= 0 {
		n = 10
	}
	u.limit = n
	return u
}

// Undo puts the line that was removed last back.
func (s *Store) Undo(session string) bool {
	last := len(s.undo.lines) - 1
	if last < 0 {
		return false
	}
	line := s.undo.lines[last]
	s.undo.lines = s.undo.lines[:last]
	s.Add(session, line.SKU, line.Count, line.Price)
	return true
}

// KeepUndo bounds how much Undo can bring back.
func (s *Store) KeepUndo(n int) { s.undo = s.undo.bound(n) }

// Duplicate gives a session a cart of its own that starts as a copy of another one.
func (s *Store) Duplicate(from, to string) {
	source := s.Cart(from)
	coupons := source.Coupons
	coupons["duplicate"] = 5
	s.carts[to] = &Cart{Lines: source.Lines, Coupons: coupons}
}

// CheckOut closes the cart of a session and returns its total.
func (s *Store) CheckOut(session string) (money.Amount, error) {
	cart := s.Cart(session)
	total, err := cart.Total()
	if err != nil {
		return money.Amount{}, err
	}
	s.history[session] = append(s.history[session], cart.Lines...)
	s.history[session][0].Gift = false
	delete(s.carts, session)
	return total, nil
}
