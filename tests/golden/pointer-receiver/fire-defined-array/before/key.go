package key

type key [4]byte

func (k key) set(b byte) {
	k[0] = b
	k[len(k)-1] ^= b
}
