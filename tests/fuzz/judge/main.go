// Command judge says what Go itself makes of a small workspace, for each one that it is sent.
//
// On stdin it reads one JSON object a line: file contents (base64) by path. For each it prints one
// line: the files that do not parse, those that gofmt would write otherwise, and the type errors
// of the packages. Packages of the workspace import each other and the standard library.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/build"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"path"
	"regexp"
	"sort"
	"strings"
)

type verdict struct {
	Unparsed    map[string]string `json:"unparsed"`
	Unformatted []string          `json:"unformatted"`
	Errors      []string          `json:"errors"`
}

var (
	moduleLine = regexp.MustCompile(`(?m)^module\s+(\S+)`)
	goLine     = regexp.MustCompile(`(?m)^go\s+(\d+\.\d+)`)
	standard   = token.NewFileSet()
	library    = importer.ForCompiler(standard, "source", nil)
)

func main() {
	build.Default.CgoEnabled = false
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	out := json.NewEncoder(os.Stdout)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) == 0 && err != nil {
			return
		}
		files := map[string][]byte{}
		if err := json.Unmarshal(line, &files); err != nil {
			fmt.Fprintln(os.Stderr, "judge:", err)
			os.Exit(2)
		}
		if err := out.Encode(judge(files)); err != nil {
			os.Exit(2)
		}
	}
}

func judge(files map[string][]byte) verdict {
	v := verdict{Unparsed: map[string]string{}}
	world := &workspace{fset: token.NewFileSet(), dirs: map[string][]*ast.File{}, verdict: &v,
		done: map[string]*types.Package{}, module: "example.com/x", version: "go1.27"}
	if m := moduleLine.FindSubmatch(files["go.mod"]); m != nil {
		world.module = string(m[1])
	}
	if m := goLine.FindSubmatch(files["go.mod"]); m != nil {
		world.version = "go" + string(m[1])
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if strings.HasSuffix(name, ".go") {
			world.add(name, files[name])
		}
	}
	for dir := range world.dirs {
		if _, err := world.check(dir); err != nil {
			v.Errors = append(v.Errors, err.Error())
		}
	}
	sort.Strings(v.Errors)
	return v
}

type workspace struct {
	fset    *token.FileSet
	module  string
	version string
	dirs    map[string][]*ast.File
	done    map[string]*types.Package
	verdict *verdict
}

func (w *workspace) add(name string, data []byte) {
	file, err := parser.ParseFile(w.fset, name, data, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		w.verdict.Unparsed[name] = err.Error()
		return
	}
	if formatted, err := format.Source(data); err != nil || !bytes.Equal(formatted, data) {
		w.verdict.Unformatted = append(w.verdict.Unformatted, name)
	}
	// Other builds and external tests are packages of their own, which are not judged.
	fits, err := matches(name, data)
	if err != nil || !fits || strings.HasSuffix(file.Name.Name, "_test") {
		return
	}
	w.dirs[path.Dir(name)] = append(w.dirs[path.Dir(name)], file)
}

func matches(name string, data []byte) (bool, error) {
	context := build.Default
	context.OpenFile = func(string) (io.ReadCloser, error) {
		return io.NopCloser(bytes.NewReader(data)), nil
	}
	return context.MatchFile(path.Dir(name), path.Base(name))
}

func (w *workspace) check(dir string) (*types.Package, error) {
	if p, ok := w.done[dir]; ok {
		if p == nil {
			return nil, fmt.Errorf("import cycle through %s", dir)
		}
		return p, nil
	}
	w.done[dir] = nil
	config := types.Config{
		Importer:  w,
		GoVersion: w.version,
		Error:     func(err error) { w.verdict.Errors = append(w.verdict.Errors, err.Error()) },
	}
	p, _ := config.Check(path.Join(w.module, dir), w.fset, w.dirs[dir], nil)
	w.done[dir] = p
	return p, nil
}

func (w *workspace) Import(name string) (*types.Package, error) {
	if rest, ok := strings.CutPrefix(name, w.module); ok && (rest == "" || rest[0] == '/') {
		dir := path.Clean(strings.TrimPrefix(rest, "/"))
		if w.dirs[dir] == nil {
			return nil, fmt.Errorf("no package %s", name)
		}
		return w.check(dir)
	}
	if name == "unsafe" {
		return types.Unsafe, nil
	}
	if first, _, _ := strings.Cut(name, "/"); strings.Contains(first, ".") {
		return nil, fmt.Errorf("no package %s", name)
	}
	return library.Import(name)
}
