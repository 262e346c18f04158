package rec

import "fmt"

type rec struct{ n int }

func (r rec) String() string { return fmt.Sprint(r.n) }
