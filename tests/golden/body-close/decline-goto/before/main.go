package main

import (
	"fmt"
	"net/http"
)

func visit(urls []string) {
	for _, u := range urls {
		resp, err := http.Get(u)
		if err != nil {
			continue
		}
		buf := make([]byte, 8)
		for {
			if n, _ := resp.Body.Read(buf); n == 0 {
				goto done
			} else if n == 8 {
				break
			}
		}
		fmt.Println(resp.Status)
	}
done:
	fmt.Println("done")
}

func main() {}
