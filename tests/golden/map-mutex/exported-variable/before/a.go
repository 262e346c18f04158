package golden

var Registry = map[string]int{}

func Add(k string) { Registry[k]++ }
