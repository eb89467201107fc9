package layers

import (
	"encoding/json"
	"strings"
	"testing"
)

func FuzzAttributes(f *testing.F) {
	f.Add(`{"a":[1,2,{"b":"\u0000"}],"c":1e999}`)
	f.Add(`{"a":"ä"}`)
	f.Fuzz(func(t *testing.T, raw string) {
		cleaned, err := cleanAttributes(json.RawMessage(raw))
		if err != nil {
			return
		}
		if !json.Valid(cleaned) || strings.Contains(string(cleaned), `\u0000`) && !strings.Contains(string(cleaned), `\\u0000`) {
			t.Fatalf("%q became %q", raw, cleaned)
		}
	})
}
