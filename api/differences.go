package api

import (
	"context"
	"fmt"
	"net/http"
	"slices"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/sync/singleflight"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// publishing answers to the registrars who approve versions.
type publishing struct {
	*Server
	compared singleflight.Group // differences being worked out, by the version's number
}

// forKeepers is in the description of operations that are for a layer's keeper alone.
const forKeepers = "For registrars of the authority that keeps the layer; for everybody else there is no such version."

func (p *publishing) differenceRoutes() {
	register(p.Server, huma.Operation{OperationID: "get-difference", Method: http.MethodGet, Path: "/api/v1/layers/{id}/versions/{version}/difference", Tags: []string{tagLayers},
		Summary: "What a version changes against the published one",
		Description: forKeepers + " A version that is or was published is compared with the one before it. The ETag names the version that it was compared with: publish-version takes it as If-Match. " +
			"Working it out may take longer than a request: 503 with Retry-After says to ask again."}, p.getDifference)
	register(p.Server, huma.Operation{OperationID: "list-differences", Method: http.MethodGet, Path: "/api/v1/layers/{id}/versions/{version}/differences", Tags: []string{tagLayers},
		Summary:     "The features that differ, as GeoJSON",
		Description: forKeepers + " By kind, then by fid. Of each kind the first 50,000 are listed, of those that moved the ones that moved furthest; `listed` of get-difference tells how many. Of a first version every feature is listed as added."}, p.listDifferences)
}

// VersionDifference is what a version changes.
type VersionDifference struct {
	layers.Difference
	Shrinks    bool               `json:"shrinks" doc:"Over a fifth of the features, of their area or of their length is gone, or of the features that were published: publishing wants confirm_shrink"`
	Shrunk     []layers.Measure   `json:"shrunk" nullable:"false" enum:"features,area,length,removed" doc:"Of which of them over a fifth is gone; removed: others came in the place of features that are gone"`
	Attributes []ChangedAttribute `json:"attributes" doc:"Attributes that changed, of the features that are listed"`
}

// ChangedAttribute is how often an attribute changed.
type ChangedAttribute struct {
	Name  string `json:"name"`
	Label string `json:"label" doc:"As people read it"`
	Count int64  `json:"count"`
}

type differenceOutput struct {
	ETag string `header:"ETag"`
	Body VersionDifference
}

func (p *publishing) getDifference(ctx context.Context, in *VersionInput) (*differenceOutput, error) {
	v, err := p.Layers.VersionKept(ctx, in.ID, in.Version, p.actor(ctx).In)
	if err != nil {
		return nil, err
	}
	d, err := p.difference(ctx, v.Number)
	if err != nil {
		return nil, err
	}
	return &differenceOutput{ETag: versionTag(d.Former), Body: DescribeDifferenceOf(d, v.Recipe, langOf(ctx))}, nil
}

// DescribeDifferenceOf is a difference as callers see it, for those who are asked by other ways than HTTP too.
func DescribeDifferenceOf(d layers.Difference, recipe layers.Recipe, lang i18n.Lang) VersionDifference {
	shrunk := d.Shrinks()
	told := VersionDifference{Difference: d, Shrinks: len(shrunk) > 0, Shrunk: []layers.Measure{}, Attributes: []ChangedAttribute{}}
	for _, s := range shrunk {
		told.Shrunk = append(told.Shrunk, s.Measure)
	}
	for _, a := range d.Attributes {
		told.Attributes = append(told.Attributes, ChangedAttribute{Name: a.Name, Label: labelOf(recipe, a.Name, lang), Count: a.Count})
	}
	return told
}

// difference works on when the request is over, so that whoever asks again finds it done.
func (p *publishing) difference(ctx context.Context, number int64) (layers.Difference, error) {
	if p.publisher == nil {
		return layers.Difference{}, errNoRoute
	}
	working := context.WithoutCancel(ctx)
	done := p.compared.DoChan(fmt.Sprint(number), func() (any, error) { return p.publisher.Difference(working, number) })
	waiting, cancel := context.WithTimeout(ctx, maxTime*2/3)
	defer cancel()
	select {
	case result := <-done:
		d, _ := result.Val.(layers.Difference)
		return d, result.Err
	case <-waiting.Done():
		return layers.Difference{}, newProblem(requestOf(ctx), kindWorking)
	}
}

func labelOf(recipe layers.Recipe, name string, lang i18n.Lang) string {
	if a, ok := recipe.Attribute(name); ok && a.Label.In(lang) != "" {
		return a.Label.In(lang)
	}
	return name
}

type differencesInput struct {
	VersionInput
	ConditionalInput
	Kind   []string  `query:"kind" maxItems:"4" enum:"added,removed,moved,changed" doc:"Only these; missing: all"`
	BBox   []float64 `query:"bbox" minItems:"4" maxItems:"4" example:"[26.6,62.4,26.7,62.45]" doc:"West, south, east, north in degrees (CRS84): only features that touch it"`
	Limit  int       `query:"limit" default:"200" minimum:"1" maximum:"1000"`
	Cursor string    `query:"cursor" maxLength:"200" doc:"next of the page before"`
}

// DifferenceList is a page of a difference as a GeoJSON feature collection.
type DifferenceList struct {
	Type     string              `json:"type" enum:"FeatureCollection"`
	Features []DifferenceFeature `json:"features" nullable:"false"`
	Next     string              `json:"next,omitempty" doc:"cursor of the next page; missing on the last"`
}

// DifferenceFeature is a feature that differs.
type DifferenceFeature struct {
	Type       string            `json:"type" enum:"Feature"`
	ID         string            `json:"id" example:"moved/12"`
	Geometry   shapeJSON         `json:"geometry"`
	Former     *shapeJSON        `json:"former_geometry,omitempty" doc:"Of one that moved: where it was"`
	Properties DifferenceMembers `json:"properties"`
}

// DifferenceMembers is how the feature differs.
type DifferenceMembers struct {
	Kind         layers.Kind         `json:"kind" enum:"added,removed,moved,changed"`
	FID          int64               `json:"fid" doc:"As in tiles"`
	FeatureID    string              `json:"feature_id" doc:"The register's own id"`
	FormerID     string              `json:"former_id,omitempty" doc:"Where a register without ids gave it another"`
	Simplified   bool                `json:"simplified" doc:"A shape was thinned for showing"`
	MovedM       *float64            `json:"moved_m,omitempty" doc:"Metres between the centroids"`
	ApartM       *float64            `json:"apart_m,omitempty" doc:"How far the outlines are apart at the most, in metres; missing for large ones"`
	AreaBefore   *float64            `json:"area_before_m2,omitempty"`
	AreaAfter    *float64            `json:"area_after_m2,omitempty"`
	LengthBefore *float64            `json:"length_before_m,omitempty"`
	LengthAfter  *float64            `json:"length_after_m,omitempty"`
	Attributes   []DifferenceChanges `json:"attributes" nullable:"false"`
}

// DifferenceChanges is one attribute before and after.
type DifferenceChanges struct {
	Name  string  `json:"name"`
	Label string  `json:"label"`
	From  rawJSON `json:"from,omitempty" doc:"Missing: it had no value. Values of over 500 characters are cut"`
	To    rawJSON `json:"to,omitempty"`
}

func (p *publishing) listDifferences(ctx context.Context, in *differencesInput) (*cached[DifferenceList], error) {
	v, err := p.Layers.VersionKept(ctx, in.ID, in.Version, p.actor(ctx).In)
	if err != nil {
		return nil, err
	}
	filter, err := in.filter(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := p.difference(ctx, v.Number); err != nil {
		return nil, err
	}
	lines, next, err := p.Layers.Differences(ctx, v.Number, filter)
	if err != nil {
		return nil, err
	}
	list := DifferenceList{Type: "FeatureCollection", Features: make([]DifferenceFeature, 0, len(lines))}
	for _, line := range lines {
		list.Features = append(list.Features, DescribeDifference(line, v.Recipe, langOf(ctx)))
	}
	if next != nil {
		list.Next = writeCursor(differenceCursor(*next))
	}
	out, err := cache(in.ConditionalInput, list)
	if err == nil {
		out.CacheControl = "no-store" // for the keeper's eyes
	}
	return out, err
}

// DescribeDifference is a line of a difference as callers see it, for those who are asked by other ways than HTTP too.
func DescribeDifference(line layers.DifferenceLine, recipe layers.Recipe, lang i18n.Lang) DifferenceFeature {
	d := line.Detail
	f := DifferenceFeature{Type: "Feature", ID: fmt.Sprintf("%s/%d", line.Kind, line.FID), Geometry: geo.EncodeGeoJSON(line.Geometry, geo.Decimals),
		Properties: DifferenceMembers{Kind: line.Kind, FID: line.FID, FeatureID: line.SourceID, FormerID: d.FormerID, Simplified: line.Simplified,
			MovedM: d.MovedM, ApartM: d.ApartM, AreaBefore: d.AreaBefore, AreaAfter: d.AreaAfter, LengthBefore: d.LengthBefore, LengthAfter: d.LengthAfter, Attributes: []DifferenceChanges{}}}
	if line.Former != nil {
		former := shapeJSON(geo.EncodeGeoJSON(line.Former, geo.Decimals))
		f.Former = &former
	}
	for _, a := range d.Attributes {
		f.Properties.Attributes = append(f.Properties.Attributes, DifferenceChanges{Name: a.Name, Label: labelOf(recipe, a.Name, lang), From: rawJSON(a.From), To: rawJSON(a.To)})
	}
	return f
}

func (in *differencesInput) filter(ctx context.Context) (layers.DifferenceFilter, error) {
	filter := layers.DifferenceFilter{Limit: in.Limit}
	for _, kind := range in.Kind {
		filter.Kinds = append(filter.Kinds, layers.Kind(kind))
	}
	if len(in.BBox) > 0 {
		box, err := boxOf(ctx, in.BBox)
		if err != nil {
			return filter, err
		}
		filter.Area = areaOf(box)
	}
	if in.Cursor != "" {
		after, ok := readCursor[differenceCursor](in.Cursor)
		if !ok || !slices.Contains(layers.Kinds, after.Kind) {
			return filter, badParameters(ctx, "invalid_value", "cursor")
		}
		filter.After = (*layers.DifferencePlace)(&after)
	}
	return filter, nil
}

// differenceCursor is where a page of differences ended.
type differenceCursor struct {
	Kind layers.Kind `json:"k"`
	FID  int64       `json:"f"`
}
