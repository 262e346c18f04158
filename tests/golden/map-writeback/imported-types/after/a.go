package golden

import (
	"image"
	"net/url"
	"strings"

	"example.com/golden/user"
)

func f(pts map[string]image.Point, rects map[int]image.Rectangle, us map[string]url.URL) {
	point := pts["a"]
	point.X = 1
	pts["a"] = point
	rectangle := rects[0]
	rectangle.Min.X += 2
	rects[0] = rectangle
	urlEntry := us["x"]
	urlEntry.Host = strings.ToLower("H")
	us["x"] = urlEntry
}

func g(users user.Index, id string) {
	userEntry := users[id]
	userEntry.Name = "n"
	users[id] = userEntry
	m := users.Self()
	userEntry2 := m[id]
	userEntry2.Name = "m"
	m[id] = userEntry2
	userEntry3 := user.All[id]
	userEntry3.Tags[1] = user.Default
	user.All[id] = userEntry3
}
