package main

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"math/rand"
	"sort"
	"strings"
)

// table is a map of struct values that the helper file declares, in all its disguises.
type table struct {
	element *types.Named
	paths   []path
	methods []string // pointer methods without parameters
}

// path leads from an element to a part that can be assigned to.
type path struct {
	text string
	t    types.Type
}

type planner struct {
	*typed
	random *rand.Rand
	tables []table
	labels int
}

func newPlanner(t *typed, random *rand.Rand) *planner {
	p := &planner{typed: t, random: random}
	for _, name := range t.pkg.Scope().Names() {
		object, ok := t.pkg.Scope().Lookup(name).(*types.TypeName)
		if !ok || object.IsAlias() {
			continue
		}
		named, ok := object.Type().(*types.Named)
		if !ok || named.TypeParams().Len() > 0 {
			continue
		}
		if paths := p.pathsOf(named, "", 0); len(paths) > 0 {
			p.tables = append(p.tables, table{named, paths, pointerMethods(named)})
		}
	}
	return p
}

// pathsOf lists parts over value links: fields, nested fields, promoted fields, array elements.
func (p *planner) pathsOf(t types.Type, prefix string, depth int) []path {
	var found []path
	switch u := t.Underlying().(type) {
	case *types.Struct:
		for i := range u.NumFields() {
			field := u.Field(i)
			if field.Name() == "_" || (!field.Exported() && field.Pkg() != p.pkg) {
				continue
			}
			here := prefix + "." + field.Name()
			found = append(found, path{here, field.Type()})
			if depth < 3 {
				found = append(found, p.pathsOf(field.Type(), here, depth+1)...)
				found = append(found, p.promoted(t, field, prefix, depth)...)
			}
		}
	case *types.Array:
		if u.Len() > 0 && depth < 3 {
			here := prefix + "[0]"
			found = append(found, path{here, u.Elem()})
			found = append(found, p.pathsOf(u.Elem(), here, depth+1)...)
		}
	}
	return found
}

// promoted lists the parts of an embedded field by their short names, where nothing hides these.
func (p *planner) promoted(t types.Type, field *types.Var, prefix string, depth int) []path {
	_, isPointer := field.Type().(*types.Pointer)
	inner, isStruct := field.Type().Underlying().(*types.Struct)
	if !field.Embedded() || isPointer || !isStruct {
		return nil
	}
	for i := range inner.NumFields() {
		name := inner.Field(i).Name()
		if found, _, _ := types.LookupFieldOrMethod(t, true, p.pkg, name); name != "_" && found != inner.Field(i) {
			return nil
		}
	}
	return p.pathsOf(field.Type(), prefix, depth+1)
}

func pointerMethods(named *types.Named) []string {
	var names []string
	for i := range named.NumMethods() {
		method := named.Method(i)
		signature := method.Signature()
		_, isPointer := signature.Recv().Type().(*types.Pointer)
		if isPointer && signature.Params().Len() == 0 {
			names = append(names, method.Name())
		}
	}
	return names
}

// helper is the file that declares the maps and what the forms need besides.
func (p *planner) helper() []byte {
	var text strings.Builder
	fmt.Fprintf(&text, "package %s\n\n", p.pkg.Name())
	text.WriteString(`var (
	plantedCond  bool
	plantedOther bool
	plantedErr   error
	plantedInt   int
	plantedKey   string
	plantedKeys  []string
	plantedAny   any
)

func plantedGet[P any](p P) P { return p }

func plantedTwo[P any](p P) (P, error) { return p, nil }

func plantedChan[P any](p P) chan P { return make(chan P, 1) }

func plantedSlice[P any](p P) []P { return nil }
`)
	for i, each := range p.tables {
		name := each.element.Obj().Name()
		fmt.Fprintf(&text, `
type plantedType%[1]d map[string]%[2]s

type plantedHolder%[1]d struct {
	m  map[string]%[2]s
	in struct{ byID map[int]%[2]s }
}

var (
	plantedM%[1]d map[string]%[2]s
	plantedT%[1]d plantedType%[1]d
	plantedH%[1]d plantedHolder%[1]d
	plantedQ%[1]d *plantedHolder%[1]d
	plantedP%[1]d *map[string]%[2]s
	plantedN%[1]d map[int]map[string]%[2]s
	plantedA%[1]d map[string][4]%[2]s
	plantedL%[1]d []map[string]%[2]s
)

func plantedF%[1]d() map[string]%[2]s { return nil }
`, i, name)
	}
	return []byte(text.String())
}

// place is a point in front of a statement of a list.
type place struct {
	file   string
	offset int
	scope  *types.Scope
	pos    token.Pos
}

func (p *planner) places() []place {
	var found []place
	for _, name := range p.names {
		if ast.IsGenerated(p.files[name]) {
			continue // it would not be rewritten
		}
		ast.Inspect(p.files[name], func(node ast.Node) bool {
			var list []ast.Stmt
			switch n := node.(type) {
			case *ast.BlockStmt:
				list = n.List
			case *ast.CaseClause:
				list = n.Body
			case *ast.CommClause:
				list = n.Body
			}
			for _, statement := range list {
				switch statement.(type) {
				case *ast.CaseClause, *ast.CommClause: // a switch's body is a list of clauses
				default:
					found = append(found, p.placeOf(name, statement))
				}
			}
			return true
		})
	}
	return found
}

func (p *planner) placeOf(name string, statement ast.Stmt) place {
	pos := statement.Pos()
	scope := p.pkg.Scope().Innermost(pos)
	return place{name, p.fset.Position(pos).Offset, scope, pos}
}

// pieces chooses places and forms; the result is sorted by file and offset.
func (p *planner) pieces(sites int) []piece {
	var chosen []piece
	places := p.places()
	p.random.Shuffle(len(places), func(i, j int) { places[i], places[j] = places[j], places[i] })
	used := map[string]bool{}
	for _, at := range places {
		key := fmt.Sprint(at.file, at.offset)
		if len(chosen) == sites || used[key] || at.scope == nil {
			continue
		}
		used[key] = true
		form := forms[p.random.Intn(len(forms))]
		if text := form.write(p, at); text != "" {
			chosen = append(chosen, piece{at.file, at.offset, text + "\n", form.name})
		}
	}
	sort.Slice(chosen, func(i, j int) bool {
		if chosen[i].file != chosen[j].file {
			return chosen[i].file < chosen[j].file
		}
		return chosen[i].offset < chosen[j].offset
	})
	return chosen
}

// target is an assignable part of a map element, with a value of its type.
type target struct {
	entry, text, value string
	t                  types.Type
	index              int
}

func (p *planner) target(at place, accept func(types.Type) bool) (target, bool) {
	for range 20 {
		index := p.random.Intn(len(p.tables))
		each := p.tables[index]
		chosen := each.paths[p.random.Intn(len(each.paths))]
		if accept != nil && !accept(chosen.t) {
			continue
		}
		value, ok := p.value(chosen.t, at)
		if !ok {
			continue
		}
		entry := p.entry(index, at)
		return target{entry, entry + chosen.text, value, chosen.t, index}, true
	}
	return target{}, false
}

// entry spells a map element in one of many ways.
func (p *planner) entry(i int, at place) string {
	key := p.key(at)
	shapes := []string{
		"plantedM%d[KEY]", "plantedM%d[KEY]", "plantedT%d[KEY]", "plantedH%d.m[KEY]", "plantedQ%d.m[KEY]",
		"(*plantedP%d)[KEY]", "plantedN%d[plantedInt][KEY]", "plantedA%d[KEY][1]", "plantedL%d[0][KEY]",
		"plantedF%d()[KEY]", "(plantedM%d[KEY])", "plantedQ%d.in.byID[plantedInt]", "plantedM%d[plantedGet(KEY)]",
	}
	shape := shapes[p.random.Intn(len(shapes))]
	return strings.ReplaceAll(fmt.Sprintf(shape, i), "KEY", key)
}

// key is a string: a local of the function where there is one, a constant or a chain.
func (p *planner) key(at place) string {
	if local := p.local(types.Typ[types.String], at); local != "" && p.random.Intn(2) == 0 {
		return local
	}
	keys := []string{`"a"`, "plantedKey", "plantedKeys[0]", `plantedKey + "x"`, "plantedKeys[len(plantedKeys)-1]"}
	return keys[p.random.Intn(len(keys))]
}

// value is an expression of the type: a local variable, or a zero value.
func (p *planner) value(t types.Type, at place) (string, bool) {
	if local := p.local(t, at); local != "" && p.random.Intn(2) == 0 {
		return local, true
	}
	switch u := t.Underlying().(type) {
	case *types.Basic:
		switch {
		case u.Info()&types.IsBoolean != 0:
			return "true", true
		case u.Info()&types.IsString != 0:
			return `"v"`, true
		case u.Info()&types.IsNumeric != 0:
			return "1", true
		}
		return "nil", u.Kind() == types.UnsafePointer
	case *types.Pointer, *types.Slice, *types.Map, *types.Chan, *types.Signature, *types.Interface:
		return "nil", true
	}
	return "", false
}

// local is a variable of the function that is visible at the place and has the type.
func (p *planner) local(t types.Type, at place) string {
	for scope := at.scope; scope != nil && scope != p.pkg.Scope(); scope = scope.Parent() {
		for _, name := range scope.Names() {
			variable, ok := scope.Lookup(name).(*types.Var)
			if !ok || name == "_" || variable.Pos() >= at.pos || !types.Identical(variable.Type(), t) {
				continue
			}
			if _, seen := at.scope.LookupParent(name, at.pos); seen == variable {
				return name
			}
		}
	}
	return ""
}
