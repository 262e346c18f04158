package a

func broken() {
	x := rec{}.set( 1 ]
}
