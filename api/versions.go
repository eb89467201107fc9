package api

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/geo"
	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// versionRoutes adds the versions of layers to the list of routes.
func (s *Server) versionRoutes() {
	register(s, huma.Operation{OperationID: "get-layer-coverage", Method: http.MethodGet, Path: "/api/v1/layers/{id}/coverage", Tags: []string{tagLayers},
		Summary: "Where the absence of a feature means that there is none", Description: "As GeoJSON, thinned for showing. Outside it, or when `geometry` is null, what is not found is not known."}, s.getCoverage)
	register(s, huma.Operation{OperationID: "list-layer-versions", Method: http.MethodGet, Path: "/api/v1/layers/{id}/versions", Tags: []string{tagLayers},
		Summary:     "Every import of a layer that is or was published, newest first",
		Description: "Registrars of the authority that keeps the layer see also those that wait for approval or failed."}, s.listVersions)
	register(s, huma.Operation{OperationID: "get-version-report", Method: http.MethodGet, Path: "/api/v1/layers/{id}/versions/{version}/report", Tags: []string{tagLayers},
		Summary:     "What became of every feature of an import",
		Description: "Of a version that waits for approval only for registrars of the authority that keeps the layer, with what they must decide on in `decisions`."}, s.getReport)
	register(s, huma.Operation{OperationID: "get-layer-serving", Method: http.MethodGet, Path: "/api/v1/layers/{id}/serving", Tags: []string{tagLayers},
		Summary: "What makes a layer's tiles: memory or the database, and why",
		Description: "For registrars, of layers that their authority keeps and of those that no authority does. It tells of the instance that answers; others may stand otherwise. " +
			"Whoever runs the service has the same for every layer in `/metrics`."}, s.getServing)
	p := &publishing{Server: s}
	p.differenceRoutes()
	p.publicationRoutes()
}

// Provenance is where a version comes from and on whose word it is shown. It names authorities, never persons.
type Provenance struct {
	SHA256       string        `json:"sha256,omitempty" doc:"Of the bytes that were imported"`
	PublishedAt  *time.Time    `json:"published_at,omitempty" doc:"When it was published first"`
	Keeper       *AuthorityRef `json:"keeper,omitempty" doc:"The authority whose registrars import and approve the layer; missing: whoever runs the service"`
	ImportedFor  *AuthorityRef `json:"imported_for,omitempty" doc:"The authority that imported it; missing: whoever runs the service"`
	PublishedFor *AuthorityRef `json:"published_for,omitempty" doc:"The authority that approved it; missing: whoever runs the service"`
	Report       layers.Tally  `json:"report" doc:"The report's sums"`
	Links        VersionLinks  `json:"links"`
}

// VersionLinks are addresses of what else there is to know of a version.
type VersionLinks struct {
	Report   string `json:"report"`
	Versions string `json:"versions"`
	Coverage string `json:"coverage"`
}

func provenanceOf(v layers.Version, lang i18n.Lang) Provenance {
	at := "/api/v1/layers/" + v.Layer
	p := Provenance{SHA256: v.SHA256, Keeper: officeRef(v.Keeper, lang), ImportedFor: officeRef(v.ImportedFor, lang), PublishedFor: officeRef(v.PublishedFor, lang), Report: v.Tally,
		Links: VersionLinks{Report: fmt.Sprintf("%s/versions/%d/report", at, v.Number), Versions: at + "/versions", Coverage: at + "/coverage"}}
	if !v.PublishedAt.IsZero() {
		published := v.PublishedAt.UTC()
		p.PublishedAt = &published
	}
	return p
}

func officeRef(o layers.Office, lang i18n.Lang) *AuthorityRef {
	if o.Code == "" {
		return nil
	}
	return &AuthorityRef{Code: o.Code, Name: o.Name.In(lang)}
}

// LayerVersion is one import of a layer.
type LayerVersion struct {
	Layer        string       `json:"layer"`
	Version      int64        `json:"version"`
	State        layers.State `json:"state" enum:"waiting,published,superseded,cleared,failed" doc:"published: what everybody sees; superseded: it was; cleared: it was long ago, and its features are not kept any more; waiting: for approval; failed: also rejected"`
	Title        string       `json:"title"`
	FeatureCount int64        `json:"feature_count"`
	GeometryType string       `json:"geometry_type" enum:"Point,LineString,Polygon,Mixed,"`
	BBox         []float64    `json:"bbox" doc:"West, south, east, north in degrees (CRS84); empty when it has no features" maxItems:"4"`
	Source       Source       `json:"source"`
	Licence      string       `json:"licence"`
	Attribution  string       `json:"attribution"`
	DataDate     string       `json:"data_date,omitempty" format:"date"`
	ImportedAt   time.Time    `json:"imported_at"`
	Provenance   Provenance   `json:"provenance"`
}

func versionItem(v layers.Version, lang i18n.Lang) LayerVersion {
	return LayerVersion{Layer: v.Layer, Version: v.Number, State: v.State, Title: v.Recipe.Title.In(lang), FeatureCount: v.FeatureCount, GeometryType: v.GeometryType,
		BBox: versionBox(v), Source: sourceOf(v, lang), Licence: v.Recipe.Licence, Attribution: v.Recipe.Attribution, DataDate: v.DataDate,
		ImportedAt: v.ImportedAt.UTC(), Provenance: provenanceOf(v, lang)}
}

// DescribeVersion is a version as callers see it, for those who are asked by other ways than HTTP.
func DescribeVersion(v layers.Version, lang i18n.Lang) LayerVersion { return versionItem(v, lang) }

// LayerVersions is a page of them.
type LayerVersions struct {
	Items []LayerVersion `json:"items"`
	Next  string         `json:"next,omitempty" doc:"Address of the next page"`
}

type versionsInput struct {
	LangInput
	ID     string `path:"id" maxLength:"63" example:"groundwater_areas"`
	Before int64  `query:"before" minimum:"0" doc:"Only versions older than this one"`
	Limit  int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type versionsOutput struct{ Body LayerVersions }

func (s *Server) listVersions(ctx context.Context, in *versionsInput) (*versionsOutput, error) {
	versions, err := s.Layers.VersionsSeen(ctx, in.ID, s.actor(ctx).In, in.Before, in.Limit+1)
	if err != nil {
		return nil, err
	}
	out := &versionsOutput{Body: LayerVersions{Items: []LayerVersion{}}}
	if len(versions) > in.Limit {
		versions = versions[:in.Limit]
		out.Body.Next = fmt.Sprintf("/api/v1/layers/%s/versions?before=%d&limit=%d", in.ID, versions[in.Limit-1].Number, in.Limit)
	}
	for _, v := range versions {
		out.Body.Items = append(out.Body.Items, versionItem(v, langOf(ctx)))
	}
	return out, nil
}

// VersionInput names a version of a layer.
type VersionInput struct {
	LangInput
	ID      string `path:"id" maxLength:"63" example:"groundwater_areas"`
	Version int64  `path:"version" minimum:"1"`
}

// VersionReport is the report of an import.
type VersionReport struct {
	layers.Report
	State     layers.State      `json:"state" enum:"waiting,published,superseded,cleared,failed"`
	Decisions []layers.Decision `json:"decisions" doc:"Repairs that changed an area by more than 1 % or 100 m²: each must be decided on before the version is published"`
}

type reportOutput struct{ Body VersionReport }

func (s *Server) getReport(ctx context.Context, in *VersionInput) (*reportOutput, error) {
	v, err := s.Layers.VersionSeen(ctx, in.ID, in.Version, s.actor(ctx).In)
	if err != nil {
		return nil, err
	}
	report, err := s.Layers.Report(ctx, v.Number)
	if err != nil {
		return nil, err
	}
	report = report.In(langOf(ctx))
	return &reportOutput{Body: VersionReport{Report: report, State: v.State, Decisions: append([]layers.Decision{}, report.Decisions()...)}}, nil
}

// CoverageArea is a layer's coverage as a GeoJSON feature.
type CoverageArea struct {
	Type       string     `json:"type" enum:"Feature"`
	Geometry   *shapeJSON `json:"geometry" nullable:"true" doc:"null: the layer promises nothing, so what is not found is not known"`
	Properties struct {
		Layer   string   `json:"layer"`
		Version int64    `json:"version"`
		Claim   Coverage `json:"claim"`
	} `json:"properties"`
}

func (s *Server) getCoverage(ctx context.Context, in *getLayerInput) (*cached[CoverageArea], error) {
	l, ok := s.Catalogue.Layer(in.ID)
	if !ok {
		return nil, fmt.Errorf("layer %q: %w", in.ID, layers.ErrNotFound)
	}
	area, err := s.Layers.CoverageOf(ctx, l.Version.Number)
	if err != nil {
		return nil, err
	}
	feature := CoverageArea{Type: "Feature"}
	feature.Properties.Layer, feature.Properties.Version, feature.Properties.Claim = l.ID, l.Version.Number, coverageOf(l.Version.Recipe.Coverage, langOf(ctx))
	if area != nil {
		shape := shapeJSON(geo.EncodeGeoJSON(area, geo.Decimals))
		feature.Geometry = &shape
	}
	return cache(in.ConditionalInput, feature)
}
