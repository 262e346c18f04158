package main

import (
	"fmt"
	"net/http"
	"time"
)

func retried(u string) error {
	var resp *http.Response
	for range 3 {
		var err error
		resp, err = http.Get(u)
		if err != nil {
			return err
		}
		if resp.StatusCode < 500 {
			break
		}
		time.Sleep(time.Second)
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status)
	return nil
}

func main() {}
