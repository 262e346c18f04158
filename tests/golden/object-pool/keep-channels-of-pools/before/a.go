package a

type result struct{ n int }

type workPool struct {
	errs    chan error
	results chan *result
}

func (p *workPool) sendErr(err error) {
	if err != nil {
		p.errs <- err
	}
}

func (p *workPool) getErr() error {
	select {
	case err := <-p.errs:
		return err
	default:
		return nil
	}
}

func (p *workPool) result() *result {
	select {
	case r := <-p.results:
		return r
	default:
		return nil
	}
}

func (p *workPool) add(r *result) { p.results <- r }
