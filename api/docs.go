package api

import (
	"cmp"
	"encoding/json"
	"fmt"
	"net/http"
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

func typeOf[T any]() reflect.Type { return reflect.TypeFor[T]() }

// The documentation page reads the OpenAPI document, so that it never says anything else.
type (
	docs struct {
		Groups  []docGroup
		Schemas []docSchema
	}
	docGroup struct {
		Name       string
		Operations []docOperation
	}
	docOperation struct {
		ID, Method, Path, Summary, Description string
		Parameters                             []docField
		Body                                   *docBody
		Answers                                []docAnswer
		Example                                string // of the first answer
	}
	docField struct {
		Name, In, Description, Example string
		Required                       bool
		Form                           docForm
	}
	docBody struct {
		Type, Example string
		Form          docForm
	}
	docAnswer struct {
		Status, Description, Type string
		Form                      docForm
	}
	docSchema struct {
		Name, Description string
		Fields            []docField
	}
	// docForm is a value's form in words, ending in the name of a schema where it has one.
	docForm struct{ Text, Schema string }
)

// serveDocs answers with the documentation of the API for people.
func (s *Server) serveDocs(w http.ResponseWriter, r *http.Request) error {
	title := text(langOf(r.Context()), "page.docs", nil)
	s.writePlain(w, r, http.StatusOK, "docs.html", plain{Title: title, Path: "/api/docs", Body: describeAPI(s.api.OpenAPI())})
	return nil
}

func describeAPI(document *huma.OpenAPI) docs {
	var page docs
	schemas := document.Components.Schemas
	for _, tag := range document.Tags {
		group := docGroup{Name: tag.Name}
		for path, item := range document.Paths {
			for method, op := range map[string]*huma.Operation{"GET": item.Get, "POST": item.Post, "PUT": item.Put, "PATCH": item.Patch, "DELETE": item.Delete} {
				if op != nil && slices.Contains(op.Tags, tag.Name) {
					group.Operations = append(group.Operations, describeOperation(schemas, method, path, op))
				}
			}
		}
		slices.SortFunc(group.Operations, func(a, b docOperation) int {
			return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
		})
		if len(group.Operations) > 0 {
			page.Groups = append(page.Groups, group)
		}
	}
	for name, schema := range schemas.Map() {
		page.Schemas = append(page.Schemas, docSchema{Name: name, Description: schema.Description, Fields: fields(schema)})
	}
	slices.SortFunc(page.Schemas, func(a, b docSchema) int { return strings.Compare(a.Name, b.Name) })
	return page
}

func describeOperation(schemas huma.Registry, method, path string, op *huma.Operation) docOperation {
	d := docOperation{ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Description: op.Description}
	for _, p := range op.Parameters {
		d.Parameters = append(d.Parameters, docField{Name: p.Name, In: p.In, Required: p.Required, Form: form(p.Schema),
			Description: p.Description, Example: exampleText(p.Example, p.Schema)})
	}
	if op.RequestBody != nil {
		for contentType, media := range op.RequestBody.Content {
			d.Body = &docBody{Type: contentType, Form: form(media.Schema), Example: exampleOf(schemas, media)}
		}
	}
	for status, response := range op.Responses {
		if len(response.Content) == 0 {
			d.Answers = append(d.Answers, docAnswer{Status: status, Description: response.Description})
		}
		for contentType, media := range response.Content {
			d.Answers = append(d.Answers, docAnswer{Status: status, Description: response.Description, Type: contentType, Form: form(media.Schema)})
			if strings.HasPrefix(status, "2") && media.Schema != nil {
				d.Example = exampleOf(schemas, media)
			}
		}
	}
	slices.SortFunc(d.Answers, func(a, b docAnswer) int { return strings.Compare(a.Status+a.Type, b.Status+b.Type) })
	return d
}

func fields(schema *huma.Schema) []docField {
	var list []docField
	for name, property := range schema.Properties {
		list = append(list, docField{Name: name, Required: slices.Contains(schema.Required, name), Form: form(property),
			Description: property.Description, Example: exampleText(nil, property)})
	}
	slices.SortFunc(list, func(a, b docField) int { return strings.Compare(a.Name, b.Name) })
	return list
}

// form says in a few words what a value looks like.
func form(schema *huma.Schema) docForm {
	switch {
	case schema == nil:
		return docForm{}
	case schema.Ref != "":
		return docForm{Schema: schema.Ref[strings.LastIndex(schema.Ref, "/")+1:]}
	case schema.Type == huma.TypeArray:
		of := form(schema.Items)
		return docForm{Text: "array of " + of.Text, Schema: of.Schema}
	case len(schema.Enum) > 0:
		var values []string
		for _, value := range schema.Enum {
			values = append(values, fmt.Sprintf("%q", fmt.Sprint(value)))
		}
		return docForm{Text: strings.Join(values, " | ")}
	}
	words := schema.Type
	if schema.Format != "" {
		words += " (" + schema.Format + ")"
	}
	if schema.Minimum != nil {
		words += fmt.Sprintf(" ≥ %v", *schema.Minimum)
	}
	if schema.Maximum != nil {
		words += fmt.Sprintf(" ≤ %v", *schema.Maximum)
	}
	if more, ok := schema.AdditionalProperties.(*huma.Schema); ok {
		of := form(more)
		return docForm{Text: "object of " + of.Text, Schema: of.Schema}
	}
	return docForm{Text: words}
}

func exampleText(given any, schema *huma.Schema) string {
	if given == nil && schema != nil && len(schema.Examples) > 0 {
		given = schema.Examples[0]
	}
	if given == nil {
		return ""
	}
	return fmt.Sprint(given)
}

// exampleOf writes an example of a body: the one given, or one made of its schema's examples.
func exampleOf(schemas huma.Registry, media *huma.MediaType) string {
	value := media.Example
	if value == nil {
		value = example(schemas, media.Schema, 0)
	}
	data, err := json.MarshalIndent(value, "", "  ")
	if err != nil || value == nil {
		return ""
	}
	return string(data)
}

func example(schemas huma.Registry, schema *huma.Schema, depth int) any {
	switch {
	case schema == nil || depth > 8:
		return nil
	case schema.Ref != "":
		return example(schemas, schemas.SchemaFromRef(schema.Ref), depth+1)
	case len(schema.Examples) > 0:
		return schema.Examples[0]
	case schema.Default != nil:
		return schema.Default
	case len(schema.Enum) > 0:
		return schema.Enum[0]
	}
	switch schema.Type {
	case huma.TypeArray:
		return []any{example(schemas, schema.Items, depth+1)}
	case huma.TypeObject:
		object := map[string]any{}
		for name, property := range schema.Properties {
			object[name] = example(schemas, property, depth+1)
		}
		return object
	case huma.TypeInteger, huma.TypeNumber:
		return 1
	case huma.TypeBoolean:
		return true
	case huma.TypeString:
		return "…"
	}
	return nil
}
