package pointervalues

type account struct {
	balance int
}

// Bank holds accounts.
type Bank struct {
	accounts map[string]*account
}

func NewBank() *Bank { return &Bank{accounts: map[string]*account{}} }

func (b *Bank) Deposit(name string, amount int) {
	a, ok := b.accounts[name]
	if !ok {
		a = &account{}
		b.accounts[name] = a
	}
	a.balance += amount
}

func (b *Bank) Balance(name string) int {
	a, ok := b.accounts[name]
	if !ok {
		return 0
	}
	return a.balance
}
