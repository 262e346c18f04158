package shop

type account struct {
	owner   string
	balance int
}

func (a account) pay(amount int) {
	a.balance -= amount
}

func (a *account) close() {
	a.owner = ""
}
