package main

import "fmt"

func recovers(names []string) {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			return
		}
		defer func() {
			if r := recover(); r != nil {
				fmt.Println(r)
			}
			f.Close()
		}()
		fmt.Println(f.text())
	}
}

func recoversBeside(names []string) {
	for _, name := range names {
		defer func() { fmt.Println(recover()) }()
		f, err := openFile(name)
		if err != nil {
			return
		}
		defer f.Close()
		fmt.Println(f.text())
		if f.isEnd() {
			fmt.Println("end")
		}
	}
}

func result(names []string) (err error) {
	for _, name := range names {
		f, openErr := openFile(name)
		if openErr != nil {
			return openErr
		}
		defer func() {
			if closeErr := f.Close(); err == nil {
				err = closeErr
			}
		}()
		if err := f.check(); err != nil {
			return err
		}
	}
	return nil
}

func closeInto(f *file, err *error) {
	if e := f.Close(); *err == nil {
		*err = e
	}
}

func resultByAddress(names []string) (err error) {
	for _, name := range names {
		f, openErr := openFile(name)
		if openErr != nil {
			return openErr
		}
		defer closeInto(f, &err)
		fmt.Println(f.text())
	}
	return nil
}

func beside(names []string) {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			return
		}
		defer f.Close()
		defer fmt.Println("closed", name)
		fmt.Println(f.text())
	}
}

func main() {
	recovers(nil)
	recoversBeside(nil)
	_ = result(nil)
	_ = resultByAddress(nil)
	beside(nil)
}
