package main

import (
	"log"
	"net/http"
	_ "net/http/pprof"

	"example.com/golden/routes"
)

func main() {
	routes.Register()
	log.Fatal(http.ListenAndServe(":8080", nil))
}
