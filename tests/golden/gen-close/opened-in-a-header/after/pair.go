package pair

import (
	"errors"
	"os"
	"sync"
)

type pair struct {
	a, b, c, d *os.File
	closeOnce  sync.Once
	closeErr   error
}

func newPair(a, b, c string) (*pair, error) {
	p := &pair{}
	var err error
	if p.a, err = os.Open(a); err != nil {
		return nil, err
	}
	if p.b, err = os.Open(b); err != nil {
		_ = p.a.Close()
		return nil, err
	}
	if d, err := os.Open("d"); err == nil {
		p.d = d
	}
	p.c, err = os.Open(c)
	if err != nil {
		_ = p.b.Close()
		_ = p.a.Close()
		return nil, err
	}
	return p, nil
}

// Close closes what the pair has opened.
// It may be called more than once.
func (p *pair) Close() error {
	p.closeOnce.Do(func() {
		var errs []error
		if p.c != nil {
			errs = append(errs, p.c.Close())
		}
		if p.d != nil {
			errs = append(errs, p.d.Close())
		}
		if p.b != nil {
			errs = append(errs, p.b.Close())
		}
		if p.a != nil {
			errs = append(errs, p.a.Close())
		}
		p.closeErr = errors.Join(errs...)
	})
	return p.closeErr
}
