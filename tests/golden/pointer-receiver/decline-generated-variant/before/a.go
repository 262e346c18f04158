package a

type rec struct{ n int }
