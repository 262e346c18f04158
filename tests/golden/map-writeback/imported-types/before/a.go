package golden

import (
	"image"
	"net/url"
	"strings"

	"example.com/golden/user"
)

func f(pts map[string]image.Point, rects map[int]image.Rectangle, us map[string]url.URL) {
	pts["a"].X = 1
	rects[0].Min.X += 2
	us["x"].Host = strings.ToLower("H")
}

func g(users user.Index, id string) {
	users[id].Name = "n"
	users.Self()[id].Name = "m"
	user.All[id].Tags[1] = user.Default
}
