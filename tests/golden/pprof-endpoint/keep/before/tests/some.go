package tests

func Some() int { return 1 }
