package out

import "os"

var outputs = map[string]*os.File{"out": os.Stdout, "err": os.Stderr}

func Use(name string) { outputs[name] = os.Stdout }
