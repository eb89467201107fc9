package layers

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"lupakartta/internal/text"
)

const (
	maxAttributes     = 4 << 20 // bytes of one feature's attributes
	maxAttributeDepth = 32
)

var errAttributesTooLong = fmt.Errorf("attributes are longer than %d MB", maxAttributes>>20)

// cleanAttributes returns the object as jsonb can hold it. What jsonb cannot hold (NUL, lone surrogates, numbers
// beyond float64, deep nesting) is changed as little as possible: NUL and surrogates become U+FFFD, the rest text.
func cleanAttributes(raw json.RawMessage) ([]byte, error) {
	raw = bytes.TrimSpace(raw)
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return []byte("{}"), nil
	case len(raw) > maxAttributes:
		return nil, errAttributesTooLong
	case raw[0] != '{':
		return nil, errors.New("attributes are not an object")
	case utf8.Valid(raw) && plainJSON(raw):
		if !json.Valid(raw) {
			return nil, errors.New("attributes are not valid JSON")
		}
		return raw, nil
	}
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	var object map[string]any
	if err := decoder.Decode(&object); err != nil {
		return nil, fmt.Errorf("attributes: %w", err)
	}
	var cleaned bytes.Buffer
	encoder := json.NewEncoder(&cleaned)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(cleanValue(object, 0)); err != nil {
		return nil, fmt.Errorf("attributes: %w", err)
	}
	return bytes.TrimSpace(cleaned.Bytes()), nil
}

// plainJSON tells, cheaply, that jsonb can certainly hold the text if it is valid JSON: no \u escapes, shallow, no
// exponents or numbers of unreasonable length. That it is UTF-8 is for the caller to know.
func plainJSON(raw []byte) bool {
	depth, digits := 0, 0
	inText := false
	for i := 0; i < len(raw); i++ {
		c := raw[i]
		if inText {
			switch c {
			case '\\':
				i++
				if i < len(raw) && raw[i] == 'u' {
					return false
				}
			case '"':
				inText = false
			}
			continue
		}
		digits++
		switch c {
		case '"':
			inText, digits = true, 0
		case '{', '[':
			digits = 0
			if depth++; depth > maxAttributeDepth {
				return false
			}
		case '}', ']':
			digits = 0
			depth--
		case ',', ':':
			digits = 0
		case 'E':
			return false
		case 'e':
			if i == 0 || raw[i-1] >= '0' && raw[i-1] <= '9' {
				return false
			}
		}
		if digits > 300 {
			return false
		}
	}
	return true
}

func cleanValue(v any, depth int) any {
	if depth >= maxAttributeDepth {
		deep, _ := json.Marshal(v)
		return text.Clean(string(deep))
	}
	switch v := v.(type) {
	case map[string]any:
		cleaned := make(map[string]any, len(v))
		for key, value := range v {
			cleaned[text.Clean(key)] = cleanValue(value, depth+1)
		}
		return cleaned
	case []any:
		for i := range v {
			v[i] = cleanValue(v[i], depth+1)
		}
		return v
	case string:
		return text.Clean(v)
	case json.Number:
		if _, err := strconv.ParseFloat(v.String(), 64); err != nil || len(v) > 300 {
			return text.Clean(v.String())
		}
		return v
	}
	return v
}

// attributeText writes a value of the attributes as people read it; "" when it is null or missing.
func attributeText(raw json.RawMessage) string {
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case raw[0] == '"':
		var s string
		if json.Unmarshal(raw, &s) != nil {
			return ""
		}
		return strings.TrimSpace(s)
	}
	return string(raw)
}
