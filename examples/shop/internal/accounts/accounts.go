// Package accounts keeps the customers of the shop.
package accounts

import (
	"errors"
	"maps"
	"slices"
	"time"
)

// Address is where parcels go.
type Address struct {
	Street, City, Zip string
}

// User is one customer.
type User struct {
	Name     string
	Age      int
	Visits   int
	Points   int
	Home     Address
	LastSeen time.Time
	Monthly  [12]int
}

// Bonus is a running count of the points given and taken for one reason.
type Bonus struct {
	Given, Taken int
}

// ErrUnknown is returned for an id that nobody has.
var ErrUnknown = errors.New("unknown user")

// Directory holds all users by id.
type Directory struct {
	users   map[int]User
	bonuses map[string]Bonus
	friends map[int][]int
}

// NewDirectory returns an empty directory.
func NewDirectory() *Directory {
	return &Directory{users: map[int]User{}, bonuses: map[string]Bonus{}, friends: map[int][]int{}}
}

// Add stores a user under a new id.
func (d *Directory) Add(user User) int {
	id := len(d.users) + 1
	d.users[id] = user
	return id
}

// User returns a copy of the user.
func (d *Directory) User(id int) (User, error) {
	user, ok := d.users[id]
	if !ok {
		return User{}, ErrUnknown
	}
	return user, nil
}

// UpdateName is what the profile form calls.
func (u User) UpdateName(name string) {
	u.Name = name
}

// Rename gives a user another name.
func (d *Directory) Rename(id int, name string) error {
	if _, ok := d.users[id]; !ok {
		return ErrUnknown
	}
	d.users[id].UpdateName(name)
	return nil
}

// Birthday makes a user a year older.
func (d *Directory) Birthday(id int) {
	if _, ok := d.users[id]; ok {
		d.users[id].Age++
	}
}

// Visit counts a visit of a known user.
func (d *Directory) Visit(id int, at time.Time) error {
	if _, ok := d.users[id]; !ok {
		return ErrUnknown
	}
	d.users[id].Visits++
	d.users[id].LastSeen = at
	return nil
}

// Spend books the purchases of one month, in cents.
func (d *Directory) Spend(id int, month time.Month, cents int) {
	d.users[id].Monthly[month-1] += cents
	d.users[id].Points += cents / 100
}

// Move changes the home address, field by field as the form sends them.
func (d *Directory) Move(id int, form map[string]string) {
	for field, value := range form {
		switch field {
		case "street":
			d.users[id].Home.Street = value
		case "city":
			d.users[id].Home.City = value
		case "zip":
			d.users[id].Home.Zip = value
		}
	}
}

// Give adds bonus points for a reason and counts them.
func (d *Directory) Give(id int, reason string, points int) {
	d.users[id].Points += points
	d.bonuses[reason].Given += points
}

// Revoke takes all points of a user.
func (d *Directory) Revoke(id int, reason string) { d.bonuses[reason].Taken += d.users[id].Points }

// Befriend links two users both ways; a map element that is a slice can be written through.
func (d *Directory) Befriend(a, b int) {
	d.friends[a] = append(d.friends[a], b)
	d.friends[b] = append(d.friends[b], a)
	slices.Sort(d.friends[a])
	if d.friends[a][0] == a {
		d.friends[a][0] = b
	}
}

// Merge moves what the second account has into the first one.
func (d *Directory) Merge(into, from int) {
	d.users[into].Visits += d.users[from].Visits
	delete(d.users, from)
}

// Expire resets the points of everybody who was not seen since the given day.
func (d *Directory) Expire(since time.Time) {
	for _, user := range d.users {
		if user.LastSeen.Before(since) {
			user.Points = 0
		}
	}
}

// Anonymous returns all users without what could identify them.
func (d *Directory) Anonymous() []User {
	users := make([]User, 0, len(d.users))
	for _, id := range slices.Sorted(maps.Keys(d.users)) {
		user := d.users[id]
		user.Name = ""
		user.Home = Address{}
		users = append(users, user)
	}
	return users
}
