// Command planter plants writes to map elements of struct type into a package that compiles, so that
// it no longer does, and checks afterwards that it compiles again.
//
//	planter plant -seed 1 -sites 60 GOROOT/src/text/tabwriter OUT   writes the planted files to OUT
//	planter check OUT                                               prints the type errors of OUT
//
// Both print JSON. It needs the standard library alone.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"go/ast"
	"go/build"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"sort"
)

// Problem is a type error; Line counts from 1 in the file as it is on disk.
type Problem struct {
	File    string `json:"file"`
	Line    int    `json:"line"`
	Message string `json:"message"`
}

// Report is what a run prints.
type Report struct {
	Planted  int            `json:"planted"`
	Forms    map[string]int `json:"forms,omitempty"`
	Problems []Problem      `json:"problems"`
}

// wanted matches the errors that a planted write gives; any other error means a bad plant.
var wanted = regexp.MustCompile(`cannot assign to|neither addressable|cannot call pointer method|cannot take address`)

var cycle = regexp.MustCompile(`^initialization cycle|^\t.* refers to `)

func main() {
	flags := flag.NewFlagSet("planter", flag.ExitOnError)
	seed := flags.Int64("seed", 1, "seed of the choices")
	sites := flags.Int("sites", 40, "how many writes to plant at most")
	if len(os.Args) < 2 {
		fail(fmt.Errorf("usage: planter plant|check [flags] DIR [OUT]"))
	}
	flags.Parse(os.Args[2:])
	var report Report
	var err error
	switch os.Args[1] {
	case "plant":
		report, err = plant(flags.Arg(0), flags.Arg(1), *seed, *sites)
	case "check":
		report, err = check(flags.Arg(0))
	default:
		err = fmt.Errorf("unknown command %q", os.Args[1])
	}
	if err != nil {
		fail(err)
	}
	json.NewEncoder(os.Stdout).Encode(report)
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "planter:", err)
	os.Exit(1)
}

// source is a package as bytes, by file name.
type source map[string][]byte

func read(dir string) (source, error) {
	context := build.Default
	context.CgoEnabled = false
	found, err := context.ImportDir(dir, 0)
	if err != nil {
		return nil, err
	}
	files := source{}
	for _, name := range found.GoFiles {
		if files[name], err = os.ReadFile(filepath.Join(dir, name)); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// typed is a package with its types; imports are shared, because reading them takes longest.
type typed struct {
	fset     *token.FileSet
	names    []string
	files    map[string]*ast.File
	info     *types.Info
	pkg      *types.Package
	problems []types.Error
}

var (
	importSet = token.NewFileSet()
	imports   = importer.ForCompiler(importSet, "source", nil)
)

func load(files source) (*typed, error) {
	t := &typed{fset: token.NewFileSet(), files: map[string]*ast.File{}, info: &types.Info{
		Types:  map[ast.Expr]types.TypeAndValue{},
		Defs:   map[*ast.Ident]types.Object{},
		Uses:   map[*ast.Ident]types.Object{},
		Scopes: map[ast.Node]*types.Scope{},
	}}
	var parsed []*ast.File
	for name := range files {
		t.names = append(t.names, name)
	}
	sort.Strings(t.names)
	for _, name := range t.names {
		file, err := parser.ParseFile(t.fset, name, files[name], parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		t.files[name] = file
		parsed = append(parsed, file)
	}
	config := types.Config{Importer: imports, FakeImportC: true, Error: func(err error) {
		if e, ok := err.(types.Error); ok {
			t.problems = append(t.problems, e)
		}
	}}
	t.pkg, _ = config.Check("planted", t.fset, parsed, t.info)
	return t, nil
}

func check(dir string) (Report, error) {
	files, err := read(dir)
	if err != nil {
		return Report{}, err
	}
	t, err := load(files)
	if err != nil {
		return Report{}, err
	}
	report := Report{Problems: []Problem{}}
	for _, e := range t.problems {
		if cycle.MatchString(e.Msg) {
			continue // a planted call made it, and was no call while it did not compile
		}
		at := t.fset.Position(e.Pos)
		report.Problems = append(report.Problems, Problem{at.Filename, at.Line, e.Msg})
	}
	return report, nil
}

// piece is one planted text: it goes in front of the byte at Offset of File.
type piece struct {
	file   string
	offset int
	text   string
	form   string
}

func plant(dir, out string, seed int64, sites int) (Report, error) {
	files, err := read(dir)
	if err != nil {
		return Report{}, err
	}
	t, err := load(files)
	if err != nil {
		return Report{}, err
	}
	if len(t.problems) > 0 {
		return Report{}, fmt.Errorf("%s does not compile: %v", dir, t.problems[0])
	}
	p := newPlanner(t, rand.New(rand.NewSource(seed)))
	if len(p.tables) == 0 {
		return Report{Problems: []Problem{}}, write(out, files)
	}
	pieces := p.pieces(sites)
	helper := p.helper()
	for {
		planted, ranges := splice(files, pieces)
		planted["zz_planted.go"] = helper
		t, err := load(planted)
		if err != nil {
			return Report{}, err
		}
		bad := misplanted(t, ranges)
		if len(bad) == 0 {
			report := Report{Planted: len(pieces), Forms: map[string]int{}, Problems: []Problem{}}
			for _, each := range pieces {
				report.Forms[each.form]++
			}
			return report, write(out, planted)
		}
		pieces = without(pieces, bad)
	}
}

func write(out string, files source) error {
	if err := os.MkdirAll(out, 0o777); err != nil {
		return err
	}
	for name, data := range files {
		clean, err := format.Source(data)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(out, name), clean, 0o666); err != nil {
			return err
		}
	}
	return nil
}

// extent is where a piece lies after splicing.
type extent struct {
	file       string
	start, end int
	index      int
}

func splice(files source, pieces []piece) (source, []extent) {
	result, extents := source{}, []extent{}
	for name, data := range files {
		var text []byte
		at := 0
		for index, each := range pieces {
			if each.file != name {
				continue
			}
			text = append(text, data[at:each.offset]...)
			start := len(text)
			text = append(text, each.text...)
			extents = append(extents, extent{name, start, len(text), index})
			at = each.offset
		}
		result[name] = append(text, data[at:]...)
	}
	return result, extents
}

// misplanted tells which pieces give an error of another kind, or none at all.
func misplanted(t *typed, extents []extent) map[int]bool {
	bad, hit := map[int]bool{}, map[int]bool{}
	for _, problem := range t.problems {
		at := t.fset.Position(problem.Pos)
		for _, each := range extents {
			if each.file == at.Filename && each.start <= at.Offset && at.Offset < each.end {
				hit[each.index] = true
				if !wanted.MatchString(problem.Msg) {
					bad[each.index] = true
				}
			}
		}
	}
	for _, each := range extents {
		if !hit[each.index] {
			bad[each.index] = true
		}
	}
	return bad
}

func without(pieces []piece, bad map[int]bool) []piece {
	var kept []piece
	for index, each := range pieces {
		if !bad[index] {
			kept = append(kept, each)
		}
	}
	return kept
}
