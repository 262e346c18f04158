package lib

type flag bool

type T struct{ On flag }
