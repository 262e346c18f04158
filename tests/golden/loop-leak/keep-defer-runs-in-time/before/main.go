package main

import (
	"errors"
	"fmt"
)

func first(names []string) error {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			continue
		}
		defer f.Close()
		if f.isEnd() {
			return errors.New(f.text())
		}
		return f.check()
	}
	return nil
}

func found(names []string) (text string) {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			continue
		}
		defer f.Close()
		text = f.text()
		break
	}
	return text
}

func labelled(rows [][]string) (text string) {
rows:
	for _, row := range rows {
		for _, name := range row {
			f, err := openFile(name)
			if err != nil {
				continue
			}
			defer f.Close()
			switch {
			case f.isEnd():
				text = f.text()
				break rows
			default:
				panic(f.text())
			}
		}
	}
	return text
}

func jumped(names []string) (text string) {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			continue
		}
		defer f.Close()
		text = f.text()
		goto out
	}
out:
	return text
}

func literal(names []string) {
	for _, name := range names {
		func() {
			f, err := openFile(name)
			if err != nil {
				return
			}
			defer f.Close()
			fmt.Println(f.text())
		}()
		go func() {
			f, err := openFile(name)
			if err != nil {
				return
			}
			defer f.Close()
			fmt.Println(f.text())
		}()
	}
}

func around(name string) {
	f, err := openFile(name)
	if err != nil {
		return
	}
	defer f.Close()
	for range 3 {
		fmt.Println(f.text())
	}
}

func inHeader(names []string) {
	for f, err := openFile(names[0]); err == nil; f, err = openFile(f.text()) {
		fmt.Println(f.text())
	}
}

// byHand closes each file before the next; what is deferred is for the ways out.
func byHand(names []string) error {
	for _, name := range names {
		f, err := openFile(name)
		if err != nil {
			return err
		}
		defer f.Close()
		if f.isEnd() {
			f.Close()
			continue
		}
		if err := f.check(); err != nil {
			return err
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	_ = first(nil)
	found(nil)
	labelled(nil)
	jumped(nil)
	literal(nil)
	around("")
	_ = byHand(nil)
	if len(most2()) > 0 {
		inHeader(nil)
	}
}

func most2() string { return "" }
