package golden

import "errors"

func serve(stop chan struct{}) error { <-stop; return errors.New("stopped") }

func Start(stop chan struct{}, report func(error)) (n int, err error) {
	go func() {
		if err := serve(stop); err != nil {
			report(err)
		}
	}()
	close(stop)
	return 1, errors.New("none")
}
