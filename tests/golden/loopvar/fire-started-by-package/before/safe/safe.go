package safe

import "log"

func Go(f func()) {
	go func() {
		defer func() {
			if r := recover(); r != nil {
				log.Print(r)
			}
		}()
		f()
	}()
}

func Do(f func()) { f() }
