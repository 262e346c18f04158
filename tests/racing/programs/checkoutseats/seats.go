package checkoutseats

// Hall sells its seats, each at most once.
type Hall struct {
	free int
	sold map[int]string
}

func New(n int) *Hall { return &Hall{free: n, sold: map[int]string{}} }

// Sell sells one seat; false when there is none left.
func (h *Hall) Sell(name string) bool {
	if h.free <= 0 {
		return false
	}
	h.free--
	h.sold[h.free] = name
	return true
}

func (h *Hall) Sold() int { return len(h.sold) }
