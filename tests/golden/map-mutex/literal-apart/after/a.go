package golden

import (
	"flag"
	"fmt"
	"io"
	"sync"
)

var removedMu sync.RWMutex // guards removed
var removed = map[string]string{}

// Warn tells about the flags that are set and will be removed.
func Warn(w io.Writer, set *flag.FlagSet) {
	set.Visit(func(f *flag.Flag) {
		removedMu.RLock()
		version, ok := removed[f.Name]
		removedMu.RUnlock()
		if ok {
			fmt.Fprintf(w, "-%s is removed in %s\n", f.Name, version)
		}
	})
}

func Remove(set *flag.FlagSet, name, version string) {
	set.Bool(name, false, "does nothing")
	removedMu.Lock()
	removed[name] = version
	removedMu.Unlock()
}
