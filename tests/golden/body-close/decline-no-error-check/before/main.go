package main

import (
	"fmt"
	"net/http"
)

func blank(u string) {
	resp, _ := http.Get(u)
	fmt.Println(resp.Status)
}

func unchecked(u string) {
	resp, err := http.Get(u)
	fmt.Println(err)
	fmt.Println(resp.Status)
}

func main() {}
