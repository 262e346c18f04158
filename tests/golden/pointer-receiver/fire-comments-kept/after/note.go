package note

type note struct{ text string }

// write has a comment above.
func (n /* receiver */ *note /* type */) write(text string) { // write it
	/* before */ n.text = text // after
	// end
}
