package main

import (
	"fmt"
	"go/types"
	"strings"
)

// form is one way to write to a map element; write returns "" where it does not fit.
type form struct {
	name  string
	write func(p *planner, at place) string
}

func isNumber(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsNumeric != 0
}

func isBool(t types.Type) bool {
	basic, ok := t.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsBoolean != 0
}

func isInt(t types.Type) bool { return types.Identical(t, types.Typ[types.Int]) }

func isSlice(t types.Type) bool { _, ok := t.Underlying().(*types.Slice); return ok }

// isTyped leaves out types of which the value would be nil: nil gives a generic function no type.
func isTyped(t types.Type) bool {
	basic, ok := t.(*types.Basic)
	return ok && (basic.Kind() == types.Int || basic.Kind() == types.String || basic.Kind() == types.Bool)
}

// one makes a form of a pattern: TARGET, VALUE, ENTRY and L (a fresh label) are filled in.
func one(name, pattern string, accept func(types.Type) bool) form {
	return form{name, func(p *planner, at place) string {
		chosen, ok := p.target(at, accept)
		if !ok {
			return ""
		}
		p.labels++
		return strings.NewReplacer(
			"TARGET", chosen.text, "VALUE", chosen.value, "ENTRY", chosen.entry,
			"LABEL", fmt.Sprint("plantedLabel", p.labels),
		).Replace(pattern)
	}}
}

// two makes a form with two targets.
func two(name, pattern string, accept func(types.Type) bool) form {
	return form{name, func(p *planner, at place) string {
		first, ok := p.target(at, accept)
		second, also := p.target(at, accept)
		if !ok || !also {
			return ""
		}
		return strings.NewReplacer(
			"TARGET1", first.text, "VALUE1", first.value, "TARGET2", second.text, "VALUE2", second.value,
		).Replace(pattern)
	}}
}

var forms = []form{
	one("assign", "TARGET = VALUE", nil),
	one("comment", "TARGET = VALUE // why", nil),
	one("increment", "TARGET++", isNumber),
	one("decrement", "TARGET--", isNumber),
	one("add", "TARGET += VALUE", isNumber),
	one("shift", "TARGET <<= 1", isInt),
	one("append", "TARGET = append(TARGET, TARGET...)", isSlice),
	one("own-value", "TARGET = TARGET", nil),
	one("call-value", "TARGET = plantedGet(VALUE)", isTyped),
	one("receive-value", "TARGET = <-plantedChan(VALUE)", isTyped),
	one("compare-value", "TARGET = plantedGet(1) == 2", isBool),
	one("shift-value", "TARGET = 1 << plantedGet(uint(1))", isInt),
	one("if-header", "if TARGET = VALUE; plantedCond {\nplantedInt++\n}", nil),
	one("else-if-header", "if plantedCond {\nplantedInt++\n} else if TARGET = VALUE; plantedOther {\nplantedInt--\n}", nil),
	one("switch-header", "switch TARGET = VALUE; plantedInt {\ncase 1:\nplantedInt++\n}", nil),
	one("tagless-header", "switch TARGET = VALUE; {\ncase plantedCond:\nplantedInt++\n}", nil),
	one("type-switch-header", "switch TARGET = VALUE; planted := plantedAny.(type) {\ncase int:\nplantedInt = planted\n}", nil),
	one("for-header", "for TARGET = VALUE; plantedCond; plantedInt++ {\nbreak\n}", nil),
	one("for-post", "for plantedInt = 0; plantedCond; TARGET++ {\nbreak\n}", isNumber),
	one("range-target", "for TARGET = range plantedKeys {\n}", isInt),
	one("range-value", "for _, TARGET = range plantedSlice(VALUE) {\nplantedInt++\n}", isTyped),
	one("range-integer", "for TARGET = range 3 {\nplantedInt++\n}", isNumber),
	one("select", "select {\ncase TARGET = <-plantedChan(VALUE):\ndefault:\n}", isTyped),
	one("select-body", "select {\ncase <-plantedChan(1):\nTARGET = VALUE\ndefault:\nplantedInt++\n}", nil),
	one("closure", "func() {\nTARGET = VALUE\n}()", nil),
	one("one-line-closure", "func() { TARGET = VALUE }()", nil),
	one("deferred-closure", "defer func() { TARGET = VALUE }()", nil),
	one("case-body", "switch {\ncase plantedCond:\nTARGET = VALUE\nfallthrough\ndefault:\nplantedInt++\n}", nil),
	one("label", "LABEL:\nTARGET = VALUE\nif plantedCond {\ngoto LABEL\n}", nil),
	one("goto-over", "{\nif plantedCond {\ngoto LABEL\n}\nTARGET = VALUE\nLABEL:\nplantedInt++\n}", nil),
	one("loop-label", "LABEL:\nfor TARGET = VALUE; plantedCond; {\nbreak LABEL\n}", nil),
	one("comma-ok", "_, TARGET = plantedAny.(int)", isBool),
	one("comma-ok-receive", "_, TARGET = <-plantedChan(1)", isBool),
	one("tuple", "TARGET, plantedErr = plantedTwo(VALUE)", isTyped),
	one("with-plain", "plantedInt, TARGET = 2, VALUE", nil),
	one("with-key", "plantedKey, TARGET = \"other\", VALUE", nil),
	one("block", "{\n// Twice.\nTARGET = VALUE\nTARGET = VALUE\n}", nil),
	one("address", "_ = &TARGET", nil),
	two("two-targets", "TARGET1, TARGET2 = VALUE1, VALUE2", nil),
	two("swap", "TARGET1, TARGET2 = TARGET2, TARGET1", isInt),
	two("two-calls", "TARGET1, TARGET2 = plantedGet(VALUE1), plantedGet(VALUE2)", isTyped),
	two("consecutive", "TARGET1 = VALUE1\nTARGET1 = TARGET1\n\nTARGET2 = VALUE2", nil),
	{"local-map", func(p *planner, at place) string {
		index := p.random.Intn(len(p.tables))
		each := p.tables[index]
		chosen := each.paths[p.random.Intn(len(each.paths))]
		value, ok := p.value(chosen.t, at)
		if !ok {
			return ""
		}
		return fmt.Sprintf("{\nplanted := make(plantedType%d)\nplanted[plantedKey]%s = %s\n}", index, chosen.text, value)
	}},
	{"pointer-method", func(p *planner, at place) string {
		index := p.random.Intn(len(p.tables))
		methods := p.tables[index].methods
		if len(methods) == 0 {
			return ""
		}
		return p.entry(index, at) + "." + methods[p.random.Intn(len(methods))] + "()"
	}},
}
