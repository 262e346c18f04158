package money

import "testing"

func TestString(t *testing.T) {
	cases := map[string]Amount{
		"0.00":  {},
		"0.05":  Cents(5),
		"12.30": Cents(1230),
		"-1.07": Cents(-107),
	}
	for want, amount := range cases {
		if got := amount.String(); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestArithmeticLeavesTheReceiverAlone(t *testing.T) {
	price := Cents(250)
	if got := price.Plus(Cents(50)).Times(3); got != Cents(900) {
		t.Errorf("got %s", got)
	}
	if price != Cents(250) {
		t.Errorf("price changed to %s", price)
	}
	if got := price.Percent(10); got != Cents(25) {
		t.Errorf("got %s", got)
	}
}
