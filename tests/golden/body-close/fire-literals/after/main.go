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
	defer resp.Body.Close()
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
			defer resp.Body.Close()
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
	defer resp.Body.Close()
	fmt.Println(resp.Status)
}

func ends(u string) {
	resp, err := http.Get(u)
	if err != nil {
		give(err)
	}
	defer resp.Body.Close()
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
	defer resp.Body.Close()
	fmt.Println(resp.Status)
}

func main() {}
