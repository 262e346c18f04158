package main

import "fmt"

func parse(lines ...string) (env map[string]int, err error) {
	for _, line := range lines {
		if err := add(env, line); err != nil {
			return nil, err
		}
	}
	return env, nil
}

func add(env map[string]int, line string) error {
	return set(env, line)
}

func set(env map[string]int, line string) error {
	env[line] = 1
	return nil
}

func try(run func() (map[string]int, error)) {
	defer func() {
		if err := recover(); err != nil {
			fmt.Println(err)
		}
	}()
	env, _ := run()
	fmt.Println(env)
}

func main() {
	try(func() (map[string]int, error) { return parse("a") })
}
