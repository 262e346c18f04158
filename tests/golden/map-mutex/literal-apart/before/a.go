package golden

import (
	"flag"
	"fmt"
	"io"
)

var removed = map[string]string{}

// Warn tells about the flags that are set and will be removed.
func Warn(w io.Writer, set *flag.FlagSet) {
	set.Visit(func(f *flag.Flag) {
		if version, ok := removed[f.Name]; ok {
			fmt.Fprintf(w, "-%s is removed in %s\n", f.Name, version)
		}
	})
}

func Remove(set *flag.FlagSet, name, version string) {
	set.Bool(name, false, "does nothing")
	removed[name] = version
}
