package selfcall

import "errors"

// ErrFunds says that a balance is too small.
var ErrFunds = errors.New("insufficient funds")

// Ledger has the balance of each account.
type Ledger struct {
	balances map[string]int
}

func New() *Ledger { return &Ledger{balances: map[string]int{}} }

func (l *Ledger) Balance(name string) int {
	return l.balances[name]
}

func (l *Ledger) Deposit(name string, amount int) {
	l.balances[name] += amount
}

// Transfer moves money from one account to another.
func (l *Ledger) Transfer(from, to string, amount int) error {
	if l.Balance(from) < amount {
		return ErrFunds
	}
	l.balances[from] -= amount
	l.Deposit(to, amount)
	return nil
}
