package namedresult

import "testing"

func TestLoad(t *testing.T) {
	texts := []string{"a", "bb", "ccc", "d", "ee", "fff", "gggg", "h"}
	lengths, err := Load(texts)
	if err != nil {
		t.Fatal(err)
	}
	for i, text := range texts {
		want := len(text)
		if want < 2 {
			want = 0
		}
		if lengths[i] != want {
			t.Errorf("length of %q is %d", text, lengths[i])
		}
	}
}
