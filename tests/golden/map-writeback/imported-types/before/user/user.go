package user

type User struct {
	Name string
	Tags [2]string
}

type Index map[string]User

func (i Index) Self() Index { return i }

var All = Index{}

const Default = "none"
