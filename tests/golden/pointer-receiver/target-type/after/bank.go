package bank

type account struct{ cents int }

func (a *account) balance() int    { return a.cents }
func (a *account) positive() bool  { return a.cents > 0 }
func (a *account) deposit(n int)   { a.cents += n }
func (a *account) lend(b *account) { b.cents += a.balance() }
