package main

import (
	"log"
	"net/http"
)

func main() {
	http.Handle("/", http.NotFoundHandler())
	log.Fatal(http.ListenAndServe(":8080", nil))
}
