package out

import "os"

var outputs = map[string]*os.File{}

func Use(name string) { outputs[name] = os.Stdout }

func Close(name string) {
	outputs[name].Close()
	delete(outputs, name)
}
