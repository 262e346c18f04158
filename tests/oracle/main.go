// Command oracle prints what go/types knows of every index expression, one JSON object a line,
// in the form of `gofixmap inspect types`, so that the two can be compared.
//
// Usage: oracle DIR [PATTERN...]
//
// It lists the packages of DIR with `go list -deps -test -export`, type-checks each one from
// source with its imports read from export data, and prints the rows of the packages that the
// patterns (default ./...) name. Paths are relative to DIR. Rows of a file that takes part in
// several packages (a package and its test variant) are printed once.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

type listed struct {
	ImportPath string
	Dir        string
	ForTest    string
	Export     string
	GoFiles    []string
	CgoFiles   []string
	ImportMap  map[string]string
	DepOnly    bool
	Module     *struct{ GoVersion string }
	Standard   bool
}

type row struct {
	Path    string `json:"path"`
	Start   int    `json:"start"`
	End     int    `json:"end"`
	Text    string `json:"text"`
	Kind    string `json:"kind"`
	Type    string `json:"type"`
	Element string `json:"element"`
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: oracle DIR [PATTERN...]")
		os.Exit(2)
	}
	root, err := filepath.Abs(os.Args[1])
	check(err)
	root, err = filepath.EvalSymlinks(root)
	check(err)
	patterns := os.Args[2:]
	if len(patterns) == 0 {
		patterns = []string{"./..."}
	}
	packages := list(root, patterns)
	exports := map[string]string{}
	for _, p := range packages {
		if p.Export != "" {
			exports[p.ImportPath] = p.Export
		}
	}
	out := bufio.NewWriter(os.Stdout)
	printer := &printer{root: root, out: json.NewEncoder(out), seen: map[string]bool{}}
	for _, p := range packages {
		if !p.DepOnly && !strings.HasSuffix(p.ImportPath, ".test") {
			printer.checkPackage(p, exports)
		}
	}
	check(out.Flush())
	fmt.Fprintf(os.Stderr, "oracle: %d packages, %d with errors, %d rows\n",
		printer.packages, printer.broken, printer.rows)
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "oracle:", err)
		os.Exit(1)
	}
}

// list returns the packages of the patterns, their tests and dependencies. Test variants come
// first, because they hold the files of the plain package and more.
func list(root string, patterns []string) []*listed {
	args := append([]string{"list", "-e", "-deps", "-test", "-export",
		"-json=ImportPath,Dir,ForTest,Export,GoFiles,CgoFiles,ImportMap,DepOnly,Module,Standard"}, patterns...)
	cmd := exec.Command("go", args...)
	cmd.Dir = root
	cmd.Stderr = os.Stderr
	pipe, err := cmd.StdoutPipe()
	check(err)
	check(cmd.Start())
	var variants, plain []*listed
	for decoder := json.NewDecoder(pipe); ; {
		p := new(listed)
		if err := decoder.Decode(p); errors.Is(err, io.EOF) {
			break
		} else {
			check(err)
		}
		if p.ForTest != "" {
			variants = append(variants, p)
		} else {
			plain = append(plain, p)
		}
	}
	_ = cmd.Wait() // -e: packages that do not build are reported by the checks below
	return append(variants, plain...)
}

type printer struct {
	root                   string
	out                    *json.Encoder
	seen                   map[string]bool // files printed
	packages, broken, rows int
}

func (pr *printer) checkPackage(p *listed, exports map[string]string) {
	if len(p.CgoFiles) > 0 {
		return // go/types sees these only after cgo has run
	}
	fset := token.NewFileSet()
	var files []*ast.File
	sources := map[string][]byte{}
	for _, name := range p.GoFiles {
		path := filepath.Join(p.Dir, name)
		if filepath.IsAbs(name) {
			path = name
		}
		source, err := os.ReadFile(path)
		if err != nil {
			continue
		}
		file, err := parser.ParseFile(fset, path, source, parser.SkipObjectResolution)
		if err != nil {
			pr.broken++
			return
		}
		files = append(files, file)
		sources[path] = source
	}
	info := &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Instances: map[*ast.Ident]types.Instance{}}
	failed := false
	config := types.Config{
		Importer: lookup(fset, p, exports),
		Sizes:    types.SizesFor("gc", "amd64"),
		Error:    func(error) { failed = true },
	}
	if p.Module != nil && p.Module.GoVersion != "" {
		config.GoVersion = "go" + p.Module.GoVersion
	}
	path := p.ImportPath
	if cut := strings.IndexByte(path, ' '); cut >= 0 {
		path = path[:cut]
	}
	_, _ = config.Check(path, fset, files, info)
	pr.packages++
	if failed {
		pr.broken++
		return
	}
	for _, file := range files {
		pr.printFile(fset, file, sources, info)
	}
}

func lookup(fset *token.FileSet, p *listed, exports map[string]string) types.Importer {
	return importer.ForCompiler(fset, "gc", func(path string) (io.ReadCloser, error) {
		if mapped, ok := p.ImportMap[path]; ok {
			path = mapped
		}
		file, ok := exports[path]
		if !ok {
			return nil, fmt.Errorf("no export data for %q", path)
		}
		return os.Open(file)
	})
}

func (pr *printer) printFile(fset *token.FileSet, file *ast.File, sources map[string][]byte, info *types.Info) {
	name := fset.File(file.Pos()).Name()
	relative, err := filepath.Rel(pr.root, name)
	if err != nil || strings.HasPrefix(relative, "..") || pr.seen[name] {
		return
	}
	pr.seen[name] = true
	ast.Inspect(file, func(node ast.Node) bool {
		var operand, whole ast.Expr
		switch e := node.(type) {
		case *ast.IndexExpr:
			operand, whole = e.X, e
		case *ast.IndexListExpr:
			operand, whole = e.X, e
		default:
			return true
		}
		start, end := fset.PositionFor(whole.Pos(), false).Offset, fset.PositionFor(whole.End(), false).Offset
		kind, printed, element := describe(info, operand)
		if kind == "" {
			return true
		}
		pr.rows++
		check(pr.out.Encode(row{
			Path: filepath.ToSlash(relative), Start: start, End: end, Text: string(sources[name][start:end]),
			Kind: kind, Type: printed, Element: element,
		}))
		return true
	})
}

// describe returns the kind of the operand, its type as printed, and the underlying kind of
// what indexing yields. An instantiation yields no element; its operand is the generic type or
// function.
func describe(info *types.Info, operand ast.Expr) (kind, printed, element string) {
	tv, ok := info.Types[operand]
	if !ok || tv.Type == nil {
		return "instantiation", "", ""
	}
	printed = types.TypeString(tv.Type, nil)
	if _, ok := tv.Type.Underlying().(*types.Signature); ok || tv.IsType() {
		return "instantiation", printed, ""
	}
	under := tv.Type.Underlying()
	if _, ok := types.Unalias(tv.Type).(*types.TypeParam); ok {
		return "typeparam", printed, elementOfTypeParam(under)
	}
	switch t := under.(type) {
	case *types.Map:
		return "map", printed, kindOf(t.Elem())
	case *types.Slice:
		return "slice", printed, kindOf(t.Elem())
	case *types.Array:
		return "array", printed, kindOf(t.Elem())
	case *types.Pointer:
		if array, ok := t.Elem().Underlying().(*types.Array); ok {
			return "pointer-to-array", printed, kindOf(array.Elem())
		}
	case *types.Basic:
		if t.Info()&types.IsString != 0 {
			return "string", printed, "basic"
		}
	}
	return "unknown", printed, ""
}

// elementOfTypeParam is the kind of element that every term of the constraint shares, or "".
func elementOfTypeParam(constraint types.Type) string {
	iface, ok := constraint.(*types.Interface)
	if !ok {
		return ""
	}
	found := ""
	for i := range iface.NumEmbeddeds() {
		union, ok := iface.EmbeddedType(i).(*types.Union)
		if !ok {
			union = types.NewUnion([]*types.Term{types.NewTerm(true, iface.EmbeddedType(i).Underlying())})
		}
		for j := range union.Len() {
			kind := elementOf(union.Term(j).Type().Underlying())
			if kind == "" || found != "" && found != kind {
				return ""
			}
			found = kind
		}
	}
	return found
}

func elementOf(t types.Type) string {
	switch t := t.(type) {
	case *types.Map:
		return kindOf(t.Elem())
	case *types.Slice:
		return kindOf(t.Elem())
	case *types.Array:
		return kindOf(t.Elem())
	case *types.Basic:
		return "basic"
	case *types.Pointer:
		if array, ok := t.Elem().Underlying().(*types.Array); ok {
			return kindOf(array.Elem())
		}
	case *types.Interface:
		return elementOfTypeParam(t)
	}
	return ""
}

func kindOf(t types.Type) string {
	if _, ok := types.Unalias(t).(*types.TypeParam); ok {
		return "typeparam"
	}
	switch t.Underlying().(type) {
	case *types.Struct:
		return "struct"
	case *types.Pointer:
		return "pointer"
	case *types.Basic:
		return "basic"
	case *types.Map:
		return "map"
	case *types.Slice:
		return "slice"
	case *types.Array:
		return "array"
	case *types.Chan:
		return "chan"
	case *types.Signature:
		return "func"
	case *types.Interface:
		return "interface"
	}
	return ""
}
