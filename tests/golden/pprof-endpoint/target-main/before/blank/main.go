package main

import (
	"flag"
	"fmt"
)

func main() {
	name := flag.String("name", "", "whom to greet")
	flag.Parse()
	fmt.Println("hello", *name)
}
