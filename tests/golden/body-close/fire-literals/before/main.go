package main

import (
	"fmt"
	"log"
	"net/http"
	"sync"
)

var check = func(u string) bool {
	resp, err := http.Get(u)
	if err != nil {
		return false
	}
	return resp.StatusCode == http.StatusOK
}

func all(urls []string) {
	var wg sync.WaitGroup
	for _, u := range urls {
		wg.Add(1)
		go func() {
			defer wg.Done()
			resp, err := http.Get(u)
			if err != nil {
				log.Print(err)
				return
			}
			log.Print(resp.Status)
		}()
	}
	wg.Wait()
}

func fatal(u string) {
	resp, err := http.Get(u)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(resp.Status)
}

func ends(u string) {
	resp, err := http.Get(u)
	if err != nil {
		give(err)
	}
	fmt.Println(resp.Status)
}

func give(err error) {
	log.Println(err)
	panic(err)
}

func must(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func asserted(u string) {
	resp, err := http.Get(u)
	must(err)
	fmt.Println(resp.Status)
}

func main() {}
