package a

import (
	"io"
	"os"
)

func calledByName(save bool) (func(), error) {
	var closer = func() {}
	if save {
		f, err := os.Create("a")
		if err != nil {
			return nil, err
		}
		closer = func() {
			_ = f.Close()
		}
		if _, err := f.Stat(); err != nil {
			closer()
			return nil, err
		}
	}
	return closer, nil
}

func deferred(save bool) (err error) {
	var stdout io.Writer = os.Stdout
	defer func() {
		if c, ok := stdout.(io.Closer); ok && err != nil {
			c.Close()
		}
	}()
	if save {
		f, err := os.Create("a")
		if err != nil {
			return err
		}
		stdout = f
		if _, err := f.Stat(); err != nil {
			return err
		}
	}
	_, err = stdout.Write(nil)
	return err
}

func returned(save bool) (w io.WriteCloser, err error) {
	w = os.Stdout
	if save {
		f, err := os.Create("a")
		if err != nil {
			return nil, err
		}
		w = f
		if _, err := f.Stat(); err != nil {
			return w, err
		}
	}
	return w, nil
}

func closedByOtherName(save bool) (w io.WriteCloser, err error) {
	w = os.Stdout
	if save {
		f, err := os.Create("a")
		if err != nil {
			return nil, err
		}
		w = f
		if _, err := f.Stat(); err != nil {
			w.Close()
			return nil, err
		}
	}
	return w, nil
}

func gathered(save bool) (func() error, error) {
	var closers []func() error
	cleanup := func() error {
		for _, f := range closers {
			f()
		}
		return nil
	}
	if save {
		f, err := os.Create("a")
		if err != nil {
			return nil, err
		}
		closers = append(closers, f.Close)
		if _, err := f.Stat(); err != nil {
			cleanup()
			return nil, err
		}
	}
	return cleanup, nil
}
