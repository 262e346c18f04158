package zero

type inner struct{ mode string }

type Outer struct{ in inner }

var shared Outer

func (o *Outer) Set(m string) { o.in.mode = m }

func (o *Outer) Mode() string { return o.in.mode }
