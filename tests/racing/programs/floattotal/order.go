package floattotal

type Order struct {
	total float64
}

func (o *Order) Add(price float64) { o.total += price }

func (o *Order) Total() float64 { return o.total }
