package note

type note struct{ text string }

func (n *note) write(text string) {
	n.text = text
}
