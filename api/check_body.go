package api

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/checks"
	"lupakartta/geo"
)

// CheckInputBody is the body of a check. It is read member by member: huma's own way, the whole as maps and lists before
// it is judged, costs thirty times the size of a body made for that.
type CheckInputBody struct {
	Geometry placeJSON   `json:"geometry"`
	Project  answersJSON `json:"project,omitempty" doc:"Answers about what is planned there, by question as list-questions has them; null is no answer. Names that no question has are told in unread"`

	read   bool // it is JSON
	faults []error
}

// answersJSON are the answers about a project, kept as they came until rules read them.
type answersJSON json.RawMessage

// Schema describes it in the OpenAPI document.
func (answersJSON) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{}}
}

// UnmarshalJSON notes every fault for Resolve. It is called with sound JSON only.
func (b *CheckInputBody) UnmarshalJSON(data []byte) error {
	b.read = true
	if !isObject(data) {
		b.fault("body", "not_object")
		return nil
	}
	if err := b.members(data); err != nil {
		return err
	}
	if b.Geometry == nil {
		b.fault("body", "required"+separator+"geometry")
		return nil
	}
	return b.place("body.geometry", b.Geometry)
}

// members reads the members one after the other, as long as there are not too many faults.
func (b *CheckInputBody) members(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(data))
	if _, err := decoder.Token(); err != nil { // {
		return err
	}
	for decoder.More() && len(b.faults) < geo.MaxFaults {
		name, err := decoder.Token()
		if err != nil {
			return err
		}
		var value json.RawMessage
		if err := decoder.Decode(&value); err != nil {
			return err
		}
		switch name {
		case "geometry":
			b.Geometry = placeJSON(value)
		case "project":
			if b.Project = answersJSON(value); !isObject(value) {
				b.fault("body.project", "not_object")
			}
		default:
			b.fault("body."+name.(string), "unknown_field")
		}
	}
	return nil
}

// place wants a geometry to say what it is; the rest is geo's to judge.
func (b *CheckInputBody) place(location string, data []byte) error {
	if !isObject(data) {
		b.fault(location, "not_object")
		return nil
	}
	var geometry struct {
		Type json.RawMessage `json:"type"`
	}
	if err := json.Unmarshal(data, &geometry); err != nil {
		return err
	}
	switch {
	case geometry.Type == nil:
		b.fault(location, "required"+separator+"type")
	case geometry.Type[0] != '"':
		b.fault(location+".type", "not_string")
	}
	return nil
}

// answers are what was told about the project.
func (b *CheckInputBody) answers() (checks.Answers, error) {
	if b.Project == nil {
		return checks.Answers{}, nil
	}
	return checks.ReadAnswers(b.Project)
}

func (b *CheckInputBody) fault(location, code string) {
	b.faults = append(b.faults, &huma.ErrorDetail{Location: location, Message: code})
}

func isObject(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n")
	return len(data) > 0 && data[0] == '{'
}

// Resolve tells the faults to huma.
func (b *CheckInputBody) Resolve(ctx huma.Context) []error {
	switch {
	case b.read:
		return b.faults
	case !isJSON(ctx.Header("Content-Type")):
		return []error{statusOnly(http.StatusUnsupportedMediaType)}
	}
	return []error{statusOnly(http.StatusBadRequest)} // huma has told why
}

func isJSON(contentType string) bool {
	kind, _, err := mime.ParseMediaType(contentType)
	return contentType == "" || err == nil && kind == "application/json"
}

// statusOnly is the status of faults that were told already.
type statusOnly int

func (s statusOnly) Error() string  { return http.StatusText(int(s)) }
func (s statusOnly) GetStatus() int { return int(s) }
