package a

import (
	"io"
	"os"
)

func withCloser(save bool) (func(), error) {
	var closer = func() {}
	if save {
		stdoutf, err := os.Create("a")
		if err != nil {
			return nil, err
		}
		if _, err := stdoutf.Stat(); err != nil {
			stdoutf.Close()
			return nil, err
		}
		closer = func() {
			_ = stdoutf.Close()
		}
	}
	return closer, nil
}

func withWriters(save bool) (io.Writer, error) {
	var stdout io.Writer = os.Stdout
	if save {
		stdoutf, err := os.Create("a")
		if err != nil {
			return nil, err
		}
		if _, err := stdoutf.Stat(); err != nil {
			stdoutf.Close()
			return nil, err
		}
		stdout = io.MultiWriter(stdout, stdoutf)
	}
	return stdout, nil
}

func withWriter(save bool) (io.Writer, error) {
	var stdout io.Writer = os.Stdout
	if save {
		stdoutf, err := os.Create("a")
		if err != nil {
			return nil, err
		}
		if _, err := stdoutf.Stat(); err != nil {
			stdoutf.Close()
			return nil, err
		}
		stdout = stdoutf
	}
	return stdout, nil
}
