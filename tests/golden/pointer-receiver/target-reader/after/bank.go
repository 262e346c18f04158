package bank

type account struct{ cents int }

func (a *account) balance() int { return a.cents }

func sum(as []account) (n int) {
	for _, a := range as {
		n += a.balance()
	}
	return n
}
