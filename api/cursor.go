package api

import (
	"encoding/base64"
	"encoding/json"
)

// writeCursor makes of the place where a page ended a text for a program to hand back.
func writeCursor(place any) string {
	data, err := json.Marshal(place)
	if err != nil {
		return "" // texts and finite numbers
	}
	return base64.RawURLEncoding.EncodeToString(data)
}

// readCursor reads such a text back; false when it is none. What it says is the caller's word.
func readCursor[T any](text string) (place T, ok bool) {
	data, err := base64.RawURLEncoding.DecodeString(text)
	if err == nil {
		err = json.Unmarshal(data, &place)
	}
	return place, err == nil
}
