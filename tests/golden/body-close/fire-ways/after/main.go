package main

import (
	"context"
	"errors"
	"io"
	"net/http"
)

func switched(u string, kind int) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	switch kind {
	case 1:
		resp.Body.Close()
	case 2:
		resp.Body.Close()
		return errors.New("two")
	default:
		defer resp.Body.Close()
	}
	return nil
}

func selected(ctx context.Context, u string, done chan struct{}) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	select {
	case <-ctx.Done():
		resp.Body.Close()
		return ctx.Err()
	case <-done:
		_, err = io.Copy(io.Discard, resp.Body)
	}
	return errors.Join(err, resp.Body.Close())
}

func special(u string) error {
	resp, err := http.Get(u)
	if errors.Is(err, context.Canceled) {
		return nil
	}
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	_ = resp.StatusCode
	return nil
}

func wrapped(u string) error {
	resp, err := http.Get(u)
	switch {
	case err != nil:
		return err
	case resp.StatusCode == 404:
		return errors.New("missing")
	}
	return resp.Body.Close()
}

func main() {}
