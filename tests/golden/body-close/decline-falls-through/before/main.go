package main

import (
	"fmt"
	"log"
	"net/http"
)

func logged(u string) {
	resp, err := http.Get(u)
	if err != nil {
		log.Print(err)
	}
	fmt.Println(resp.Status)
}

func main() {}
