package a

func broken() {
	x := other( 1 ]
}
