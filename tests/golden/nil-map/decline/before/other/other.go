package other

type Count struct{ N int }
