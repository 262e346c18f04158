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

func main() {}
