package t

func F(n int) int { return n }
