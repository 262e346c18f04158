package cart

import (
	"errors"
	"testing"

	"example.com/shop/money"
)

func TestAddAndTotal(t *testing.T) {
	s := NewStore()
	s.Add("a", "mug", 1, money.Cents(900))
	s.Add("a", "mug", 2, money.Cents(900))
	s.Add("a", "pot", 1, money.Cents(2400))
	s.Cart("a").Apply("spring", 10)
	total, err := s.CheckOut("a")
	if err != nil || total != money.Cents(4590) {
		t.Errorf("got %s, %v", total, err)
	}
	if _, err := s.CheckOut("a"); !errors.Is(err, ErrEmpty) {
		t.Errorf("got %v", err)
	}
}

func TestReprice(t *testing.T) {
	s := NewStore()
	s.Add("a", "mug", 2, money.Cents(900))
	s.Add("a", "pot", 1, money.Cents(2400))
	s.Cart("a").Reprice(map[string]money.Amount{"mug": money.Cents(800)})
	total, err := s.Cart("a").Total()
	if err != nil || total != money.Cents(4000) {
		t.Errorf("got %s, %v", total, err)
	}
}

func TestWithNoteReturnsACopy(t *testing.T) {
	cart := NewStore().Cart("a")
	noted := cart.WithNote("ring twice")
	if noted.Notes[0] != "ring twice" || cart.Notes[0] != "" {
		t.Errorf("got %q and %q", noted.Notes[0], cart.Notes[0])
	}
}

func TestRemove(t *testing.T) {
	s := NewStore()
	s.KeepUndo(0)
	s.Add("a", "mug", 2, money.Cents(900))
	if err := s.Remove("a", "pot"); err == nil {
		t.Error("removed what was not there")
	}
	if err := s.Remove("a", "mug"); err != nil || len(s.Cart("a").Lines) != 0 {
		t.Errorf("got %v and %v", err, s.Cart("a").Lines)
	}
	if s.undo.limit != 10 {
		t.Errorf("got a limit of %d", s.undo.limit)
	}
}
