package shop

func settle(open map[string]account, id string, amount int) {
	open[id].pay(amount)
}
