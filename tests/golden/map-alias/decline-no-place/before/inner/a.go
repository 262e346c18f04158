package inner

type value struct{ n int }

var Values = map[string]value{}

func Make(n int) value { return value{n} }

func Read(v value) int { return v.n }
