package pool

import "os"

func Open(names []string) error {
	files := make(map[string]*os.File)
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			return err
		}
		files[name] = file
	}
	for _, file := range files {
		file.Close()
	}
	return nil
}
