package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/http"
)

func proxied(conn net.Conn, host string) (net.Conn, error) {
	req := &http.Request{Method: "CONNECT", Host: host}
	if err := req.Write(conn); err != nil {
		return nil, err
	}
	resp, err := http.ReadResponse(bufio.NewReader(conn), req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusOK {
		return nil, errors.New(resp.Status)
	}
	return conn, nil
}

func upgraded(req *http.Request) error {
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return err
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		return errors.New(resp.Status)
	}
	fmt.Println("upgraded")
	return nil
}

type hijacked struct{ net.Conn }

func (h hijacked) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Write(h); err != nil {
		return nil, err
	}
	return http.ReadResponse(bufio.NewReader(h), req)
}

func hijack(conn net.Conn, req *http.Request) (net.Conn, error) {
	resp, err := hijacked{conn}.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode != http.StatusSwitchingProtocols {
		_ = resp.Body.Close()
		return nil, errors.New(resp.Status)
	}
	return conn, nil
}

func main() {}
