package main

import "testing"

func TestFiles(t *testing.T) {
	var files []*file
	for _, name := range []string{"a", "b", "c", "d"} {
		f, err := openFile(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { f.Close() })
		files = append(files, f)
	}
	if len(files) != 4 {
		t.Error("files are missing")
	}
}

func TestText(t *testing.T) {
	for _, name := range []string{"a", "b", "c", "d"} {
		f, err := openFile(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		if f.text() != name {
			t.Error(f.text())
		}
	}
}
