package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/uuid"

	"lupakartta/internal/faults"
	"lupakartta/projects"
)

func (p *planning) placeRoutes() {
	register(p.Server, huma.Operation{OperationID: "get-project-place", Method: http.MethodGet, Path: projectPath + "/{id}/place", Tags: []string{tagProjects},
		Summary: "The parts of a project's place as GeoJSON"}, p.place)
	register(p.Server, huma.Operation{OperationID: "put-project-place", Method: http.MethodPut, Path: projectPath + "/{id}/place", Tags: []string{tagProjects}, SkipValidateBody: true,
		RequestBody: &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/geo+json": {Schema: &huma.Schema{Type: huma.TypeObject}}, "application/json": {Schema: &huma.Schema{Type: huma.TypeObject}}}},
		Middlewares: huma.Middlewares{p.takeTurns}, Summary: "Replace the place of a project by GeoJSON",
		Description: "A feature collection in CRS84, a part for each feature; its properties may have name, purpose, from and to. A feature whose id is that of a part replaces it; other parts are taken away. If-Match as in save-project."}, p.putPlace)
}

// PartFeature is a part of a place as a feature.
type PartFeature struct {
	Type       string          `json:"type" enum:"Feature"`
	ID         string          `json:"id,omitempty"`
	Geometry   shapeJSON       `json:"geometry"`
	Properties PartProperties  `json:"properties"`
	BBox       json.RawMessage `json:"bbox,omitempty"`
}

// PartProperties are what a part says beside its geometry.
type PartProperties struct {
	Name          string         `json:"name,omitempty"`
	Purpose       string         `json:"purpose,omitempty"`
	From          projects.Local `json:"from,omitempty" doc:"Finnish local time"`
	To            projects.Local `json:"to,omitempty"`
	PropertyUnits []string       `json:"property_units,omitempty"`
	Venue         *projects.Pick `json:"venue,omitempty"`
	Described     string         `json:"described,omitempty"`
}

// PartCollection are the parts of a place.
type PartCollection struct {
	Type     string        `json:"type" enum:"FeatureCollection"`
	Features []PartFeature `json:"features" nullable:"false"`
}

func partCollection(parts []projects.Part) PartCollection {
	c := PartCollection{Type: "FeatureCollection", Features: []PartFeature{}}
	for _, part := range parts {
		c.Features = append(c.Features, PartFeature{Type: "Feature", ID: part.ID.String(), Geometry: shapeJSON(part.Geometry), Properties: PartProperties{Name: part.Name, Purpose: part.Purpose, From: part.From, To: part.To,
			PropertyUnits: part.PropertyUnits, Venue: part.Venue, Described: part.Described}})
	}
	return c
}

type placeOutput struct {
	ETag string `header:"ETag"`
	Body PartCollection
}

func (p *planning) place(ctx context.Context, in *ProjectInput) (*placeOutput, error) {
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	project, err := p.projects.Get(ctx, side, in.ID)
	if err != nil {
		return nil, err
	}
	content, err := project.Fields.Content()
	if err != nil {
		return nil, err
	}
	return &placeOutput{ETag: versionTag(project.Revision), Body: partCollection(content.Parts)}, nil
}

type putPlaceInput struct {
	MatchedProject
	RawBody []byte `contentType:"application/geo+json"`
}

func (p *planning) putPlace(ctx context.Context, in *putPlaceInput) (*projectOutput, error) {
	base, err := in.revision(ctx)
	if err != nil {
		return nil, err
	}
	side, err := p.side(ctx)
	if err != nil {
		return nil, err
	}
	project, err := p.projects.Get(ctx, side, in.ID)
	if err != nil {
		return nil, err
	}
	changes, err := replacing(project, in.RawBody)
	if err != nil {
		return nil, err
	}
	project, err = p.projects.Save(ctx, side, "put-project-place", in.ID, base, changes)
	return p.output(ctx, project, err)
}

// replacing are the changes that make a project's parts those of a feature collection.
func replacing(project projects.Project, data []byte) (projects.Changes, error) {
	var given struct {
		Type     string          `json:"type"`
		CRS      json.RawMessage `json:"crs"`
		Features []struct {
			ID         json.RawMessage `json:"id"`
			Geometry   json.RawMessage `json:"geometry"`
			Properties PartProperties  `json:"properties"`
		} `json:"features"`
	}
	if err := json.NewDecoder(bytes.NewReader(data)).Decode(&given); err != nil || given.Type != "FeatureCollection" || given.CRS != nil {
		return nil, faults.Faults{{Code: "no_feature_collection"}}
	}
	content, err := project.Fields.Content()
	if err != nil {
		return nil, err
	}
	changes := projects.Changes{}
	for _, part := range content.Parts {
		changes[projects.PartField(part.ID)] = nil
	}
	for i, f := range given.Features {
		var named string
		id, err := uuid.NewV7()
		if json.Unmarshal(f.ID, &named) == nil {
			if known, parsed := uuid.Parse(named); parsed == nil {
				id = known
			}
		}
		if err != nil {
			return nil, err
		}
		part := projects.Part{ID: id, Order: float64(i + 1), Geometry: f.Geometry, Name: f.Properties.Name, Purpose: f.Properties.Purpose, From: f.Properties.From, To: f.Properties.To,
			PropertyUnits: f.Properties.PropertyUnits, Venue: f.Properties.Venue, Described: f.Properties.Described}
		if part.Geometry == nil {
			return nil, faults.Faults{{Pointer: "/features/" + strconv.Itoa(i) + "/geometry", Code: "required"}}
		}
		if changes[projects.PartField(id)], err = json.Marshal(part); err != nil {
			return nil, faults.Faults{{Pointer: "/features/" + strconv.Itoa(i) + "/geometry", Code: "invalid_value"}}
		}
	}
	return changes, nil
}

// mend adds ways to mend the first part of the changes whose geometry cannot be used.
func (p *planning) mend(ctx context.Context, changes fieldsJSON, err error) error {
	if !isA[faults.Faults](err) {
		return err
	}
	for _, path := range projects.Fields(changes).Paths() {
		var part struct {
			Geometry json.RawMessage `json:"geometry"`
		}
		if !strings.HasPrefix(string(path), "/parts/") || json.Unmarshal(changes[path], &part) != nil || part.Geometry == nil {
			continue
		}
		if _, bad := p.readPlace(ctx, "", part.Geometry); bad != nil {
			if m, ok := errors.AsType[mendable](bad); ok {
				return mendable{err, m.fixes}
			}
		}
	}
	return err
}
