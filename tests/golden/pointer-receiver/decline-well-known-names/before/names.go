package names

import (
	"database/sql/driver"
	"encoding/xml"
	"fmt"
	"log/slog"
	"net/http"
)

type rec struct{ hits int }

func (r rec) String() string                                          { r.hits++; return "" }
func (r rec) Error() string                                           { r.hits++; return "" }
func (r rec) GoString() string                                        { r.hits++; return "" }
func (r rec) Format(f fmt.State, verb rune)                           { r.hits++ }
func (r rec) MarshalJSON() ([]byte, error)                            { r.hits++; return nil, nil }
func (r rec) MarshalText() ([]byte, error)                            { r.hits++; return nil, nil }
func (r rec) MarshalBinary() ([]byte, error)                          { r.hits++; return nil, nil }
func (r rec) MarshalYAML() (any, error)                               { r.hits++; return nil, nil }
func (r rec) MarshalXML(e *xml.Encoder, start xml.StartElement) error { r.hits++; return nil }
func (r rec) GobEncode() ([]byte, error)                              { r.hits++; return nil, nil }
func (r rec) Value() (driver.Value, error)                            { r.hits++; return nil, nil }
func (r rec) LogValue() slog.Value                                    { r.hits++; return slog.Value{} }
func (r rec) IsZero() bool                                            { r.hits++; return false }
func (r rec) Is(error) bool                                           { r.hits++; return false }
func (r rec) As(any) bool                                             { r.hits++; return false }
func (r rec) Unwrap() error                                           { r.hits++; return nil }
func (r rec) Len() int                                                { r.hits++; return 0 }
func (r rec) Less(i, j int) bool                                      { r.hits++; return false }
func (r rec) Swap(i, j int)                                           { r.hits++ }
func (r rec) ServeHTTP(w http.ResponseWriter, req *http.Request)      { r.hits++ }
