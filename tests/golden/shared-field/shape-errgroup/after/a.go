package golden

import "sync"

// group is the part of errgroup.Group that matters here.
type group struct {
	wg   sync.WaitGroup
	once sync.Once
	err  error
}

func (g *group) Go(f func() error) {
	g.wg.Add(1)
	go func() {
		defer g.wg.Done()
		if err := f(); err != nil {
			g.once.Do(func() { g.err = err })
		}
	}()
}

func (g *group) Wait() error {
	g.wg.Wait()
	return g.err
}

func load(n int) (int, error) { return n, nil }

func Load(ns []int) ([]int, error) {
	out := make([]int, len(ns))
	n, err := load(len(ns))
	if err != nil || n == 0 {
		return nil, err
	}
	var g group
	for i, n := range ns {
		g.Go(func() error {
			var err error
			out[i], err = load(n)
			return err
		})
	}
	if err = g.Wait(); err != nil {
		return nil, err
	}
	return out, nil
}
