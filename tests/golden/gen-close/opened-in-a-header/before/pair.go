package pair

import "os"

type pair struct {
	a, b, c, d *os.File
}

func newPair(a, b, c string) (*pair, error) {
	p := &pair{}
	var err error
	if p.a, err = os.Open(a); err != nil {
		return nil, err
	}
	if p.b, err = os.Open(b); err != nil {
		return nil, err
	}
	if d, err := os.Open("d"); err == nil {
		p.d = d
	}
	p.c, err = os.Open(c)
	if err != nil {
		return nil, err
	}
	return p, nil
}
