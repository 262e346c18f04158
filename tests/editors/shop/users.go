package shop

// User is one customer.
type User struct {
	Name   string
	Visits int
}

var users = map[string]User{}

// Visit counts a visit.
func Visit(id string) {
	users[id].Visits++
}

// Rename gives a customer another name.
func Rename(id string) {
	if _, ok := users["😀"]; ok { users["😀"].Name = id }
}
