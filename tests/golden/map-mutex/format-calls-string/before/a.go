package tally

import "fmt"

// Tally counts votes.
type Tally struct {
	votes map[string]int
	last  map[string]string
}

// New returns an empty tally.
func New() *Tally { return &Tally{votes: map[string]int{}, last: map[string]string{}} }

func (t *Tally) String() string { return fmt.Sprintf("%d names", len(t.votes)) }

// Vote counts one, and keeps what the tally was then.
func (t *Tally) Vote(name string) {
	t.votes[name]++
	t.last[name] = fmt.Sprint(t)
}

// Check is an error for a name without votes.
func (t *Tally) Check(name string) error {
	if t.votes[name] == 0 {
		return t.missing(name)
	}
	return nil
}

func (t *Tally) missing(name string) error { return fmt.Errorf("%v, but none is %s", t, name) }
