package accounts

import (
	"errors"
	"testing"
	"time"
)

func alice(t *testing.T) (*Directory, int) {
	t.Helper()
	d := NewDirectory()
	return d, d.Add(User{Name: "Alice", Age: 30})
}

func TestBirthdayAndVisit(t *testing.T) {
	d, id := alice(t)
	at := time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
	d.Birthday(id)
	if err := d.Visit(id, at); err != nil {
		t.Fatal(err)
	}
	if err := d.Visit(id+1, at); !errors.Is(err, ErrUnknown) {
		t.Errorf("got %v", err)
	}
	user, err := d.User(id)
	if err != nil || user.Age != 31 || user.Visits != 1 || !user.LastSeen.Equal(at) {
		t.Errorf("got age %d, %d visits, last seen %s, %v", user.Age, user.Visits, user.LastSeen, err)
	}
}

func TestSpend(t *testing.T) {
	d, id := alice(t)
	d.Spend(id, time.March, 1250)
	d.Spend(id, time.March, 750)
	user, _ := d.User(id)
	if user.Monthly[2] != 2000 || user.Points != 19 {
		t.Errorf("got %v and %d points", user.Monthly, user.Points)
	}
}

func TestMove(t *testing.T) {
	d, id := alice(t)
	d.Move(id, map[string]string{"city": "Bergen", "zip": "5003", "planet": "Mars"})
	user, _ := d.User(id)
	if user.Home != (Address{City: "Bergen", Zip: "5003"}) {
		t.Errorf("got %+v", user.Home)
	}
}

func TestBonuses(t *testing.T) {
	d, id := alice(t)
	d.Give(id, "welcome", 10)
	d.Give(id, "welcome", 5)
	d.Revoke(id, "welcome")
	if got := d.bonuses["welcome"]; got != (Bonus{Given: 15, Taken: 15}) {
		t.Errorf("got %+v", got)
	}
}

func TestMerge(t *testing.T) {
	d, id := alice(t)
	other := d.Add(User{Name: "alice", Visits: 4})
	if err := d.Visit(id, time.Time{}); err != nil {
		t.Fatal(err)
	}
	d.Merge(id, other)
	if user, _ := d.User(id); user.Visits != 5 || len(d.users) != 1 {
		t.Errorf("got %d visits, %d users", user.Visits, len(d.users))
	}
}

func TestAnonymousKeepsTheOriginals(t *testing.T) {
	d, id := alice(t)
	d.Befriend(id, d.Add(User{Name: "Bob"}))
	if shown := d.Anonymous(); len(shown) != 2 || shown[0].Name != "" {
		t.Errorf("got %d users, the first is %q", len(shown), shown[0].Name)
	}
	if user, _ := d.User(id); user.Name != "Alice" {
		t.Errorf("got %q", user.Name)
	}
}
