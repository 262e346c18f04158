package pair

import (
	"os"
	"sync"
)

type Pair struct {
	in, out   *os.File
	closeOnce sync.Once
	closeErr  error
}

func Open(in, out string) (*Pair, error) {
	p := &Pair{}
	var err error
	p.in, err = os.Open(in)
	if err != nil {
		return nil, err
	}
	p.out, err = os.Create(out)
	if err != nil {
		_ = p.in.Close()
		return nil, err
	}
	return p, nil
}

// Close closes what the Pair has opened.
// It may be called more than once.
func (p *Pair) Close() error {
	p.closeOnce.Do(func() {
		if p.out != nil {
			if err := p.out.Close(); err != nil && p.closeErr == nil {
				p.closeErr = err
			}
		}
		if p.in != nil {
			if err := p.in.Close(); err != nil && p.closeErr == nil {
				p.closeErr = err
			}
		}
	})
	return p.closeErr
}

func copyAll(in, out string) error {
	p, err := Open(in, out)
	if err != nil {
		return err
	}
	defer p.Close()
	_, err = p.out.ReadFrom(p.in)
	return err
}
