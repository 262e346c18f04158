package a

import (
	"io"
	"os"
)

func fill(name string, fresh bool, r io.Reader) error {
	var w *os.File
	var err error
	if fresh {
		w, err = os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0644)
		if err != nil {
			return err
		}
	} else {
		w, err = os.Create(name)
		if err != nil {
			return err
		}
		if err := w.Chmod(0600); err != nil {
			w.Close()
			return err
		}
	}
	defer w.Close()
	_, err = io.Copy(w, r)
	return err
}
