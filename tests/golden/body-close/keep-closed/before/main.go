package main

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"testing"
)

func deferred(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status)
	return nil
}

func written(w io.Writer, u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	return resp.Write(w) // closes the body
}

func guarded(u string) error {
	resp, err := http.Get(u)
	if resp != nil {
		defer resp.Body.Close()
	}
	if err != nil {
		return err
	}
	return nil
}

func doubly(u string) error {
	resp, err := http.Get(u)
	if resp != nil && resp.Body != nil {
		defer resp.Body.Close()
	}
	return err
}

func variable(u string) ([]byte, error) {
	resp, err := http.Get(u)
	if err != nil {
		return nil, err
	}
	b := resp.Body
	defer b.Close()
	return io.ReadAll(b)
}

func literal(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	defer func() {
		io.Copy(io.Discard, resp.Body)
		if err := resp.Body.Close(); err != nil {
			fmt.Println(err)
		}
	}()
	return errors.New(resp.Status)
}

func called(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	finish := func() { resp.Body.Close() }
	if resp.StatusCode == 404 {
		finish()
		return errors.New("missing")
	}
	finish()
	return nil
}

func before(u string) (err error) {
	var resp *http.Response
	defer func() {
		if resp != nil {
			resp.Body.Close()
		}
	}()
	resp, err = http.Get(u)
	if err != nil {
		return err
	}
	fmt.Println(resp.Status)
	return nil
}

func outside(u string, again bool) error {
	resp, err := http.Get(u)
	if err != nil && again {
		if resp, err = http.Get(u); err != nil {
			return err
		}
	} else if err != nil {
		return err
	}
	defer resp.Body.Close()
	return nil
}

func retried(u string) error {
	var resp *http.Response
	var err error
	for range 3 {
		resp, err = http.Get(u)
		if err == nil {
			break
		}
	}
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	return nil
}

func value(u string) error {
	resp, err := http.Get(u)
	if err != nil {
		return err
	}
	finish := resp.Body.Close
	fmt.Println(resp.Status)
	return finish()
}

func cleaned(t *testing.T, u string) {
	resp, err := http.Get(u)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	t.Log(resp.Status)
}

func main() {}
