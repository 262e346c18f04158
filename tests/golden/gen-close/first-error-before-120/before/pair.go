package pair

import "os"

type Pair struct{ in, out *os.File }

func Open(in, out string) (*Pair, error) {
	p := &Pair{}
	var err error
	p.in, err = os.Open(in)
	if err != nil {
		return nil, err
	}
	p.out, err = os.Create(out)
	if err != nil {
		return nil, err
	}
	return p, nil
}

func copyAll(in, out string) error {
	p, err := Open(in, out)
	if err != nil {
		return err
	}
	_, err = p.out.ReadFrom(p.in)
	return err
}
