package main

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
)

// The shapes in which a large value is replaced; each is measured in a process of its own, because
// the peak of a process never falls.
var shapes = []struct {
	name  string
	write func(m map[string]*Value, size int)
}{
	{"m[k] = build()", func(m map[string]*Value, size int) {
		m["key"] = newValue(size)
	}},
	{"old.Data = nil; m[k] = build()", func(m map[string]*Value, size int) {
		if old := m["key"]; old != nil {
			old.Data = nil
		}
		m["key"] = newValue(size)
	}},
	{"delete(m, k); m[k] = build()", func(m map[string]*Value, size int) {
		delete(m, "key")
		m["key"] = newValue(size)
	}},
	{"n := build(); delete(m, k); m[k] = n", func(m map[string]*Value, size int) {
		n := newValue(size)
		delete(m, "key")
		m["key"] = n
	}},
	{"the old storage is used again", func(m map[string]*Value, size int) {
		old := m["key"]
		if old == nil {
			m["key"] = newValue(size)
			return
		}
		for at := 0; at < size; at += 4096 {
			old.Data[at]++
		}
	}},
}

const shapeVariable = "OVERWRITE_SHAPE"

// init is the process that measures one shape.
func init() {
	shape, err := strconv.Atoi(os.Getenv(shapeVariable))
	if err != nil {
		return
	}
	size, times := 128*mib, 40
	if len(os.Args) > 1 && os.Args[1] == "-short" {
		size, times = 8*mib, 10
	}
	m := map[string]*Value{}
	for range times {
		shapes[shape].write(m, size)
	}
	runtime.KeepAlive(m)
	fmt.Println(peak())
	os.Exit(0)
}

// peak is the largest resident size of this process in MB; 0 where the system does not tell.
func peak() int {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmHWM:"); ok {
			kb, _ := strconv.Atoi(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")))
			return kb / 1000
		}
	}
	return 0
}

// peaks measures each shape three times.
func peaks() {
	size := 128
	if *short {
		size = 8
	}
	fmt.Printf("\nPeak resident memory of a process that replaces %d MiB under one key, three runs:\n", size)
	least := make([]int, len(shapes))
	for number, shape := range shapes {
		runs := make([]string, 0, 3)
		for range 3 {
			used := measured(number)
			runs = append(runs, strconv.Itoa(used))
			if least[number] == 0 || used < least[number] {
				least[number] = used
			}
		}
		fmt.Printf("  %-38s %s MB\n", shape.name, strings.Join(runs, " / "))
	}
	if least[0] == 0 {
		fmt.Println("  (this system does not tell)")
		return
	}
	judge(least[4] <= least[0], "using the old storage again has the lowest peak")
	if !*short {
		judge(least[1] < least[0], "letting go of the old value before building lowers the peak")
		judge(least[3] > least[1], "letting go of it after building does not")
	}
}

func measured(shape int) int {
	self, err := os.Executable()
	if err != nil {
		return 0
	}
	command := exec.Command(self)
	if *short {
		command.Args = append(command.Args, "-short")
	}
	command.Env = append(os.Environ(), fmt.Sprintf("%s=%d", shapeVariable, shape))
	out, err := command.Output()
	if err != nil {
		return 0
	}
	used, _ := strconv.Atoi(strings.TrimSpace(string(out)))
	return used
}
