package counterpackage

var requests int64

func Serve() { requests++ }

func Requests() int64 { return requests }

// Rate is the number of requests in a second.
func Rate(seconds float64) float64 { return float64(requests) / seconds }
