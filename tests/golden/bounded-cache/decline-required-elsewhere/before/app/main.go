package main

import "example.com/golden"

func main() { println(rates.Rate("EUR", func(string) float64 { return 1 })) }
