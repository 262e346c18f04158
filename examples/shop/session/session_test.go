package session

import (
	"log"
	"testing"
	"time"
)

func TestTouchAndSweep(t *testing.T) {
	m := NewManager(0, log.Default())
	m.idle = time.Hour
	start := time.Date(2026, 1, 2, 3, 0, 0, 0, time.UTC)
	s, err := m.Start(7, start)
	if err != nil {
		t.Fatal(err)
	}
	if !m.Touch(s.ID, "/cart", start.Add(time.Minute)) || m.Touch("nobody", "/", start) {
		t.Error("the wrong session was touched")
	}
	m.Refuse(s.ID)
	m.Greet(start)
	if s.requests != 1 || s.refused != 1 || len(s.Pages) != 1 {
		t.Errorf("got %+v", s)
	}
	if n := m.Sweep(start.Add(30 * time.Minute)); n != 0 {
		t.Errorf("%d sessions ended too early", n)
	}
	if n := m.Sweep(start.Add(2 * time.Hour)); n != 1 || m.swept.ended != 1 {
		t.Errorf("%d sessions ended", n)
	}
}
