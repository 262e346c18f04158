package golden

import (
	"flag"
	"fmt"
)

var seen = map[string]bool{}

func Visit(set *flag.FlagSet) {
	known := 0
	set.Visit(func(f *flag.Flag) {
		if seen[f.Name] {
			known++
			fmt.Println(f.Name)
		}
	})
	if known == 0 {
		seen["none"] = true
	}
}
