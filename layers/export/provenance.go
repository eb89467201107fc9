package export

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"lupakartta/internal/i18n"
	"lupakartta/layers"
)

// Provenance is what every file says of where its features come from. It names authorities and no persons.
type Provenance struct {
	Layer        string           `json:"layer"`
	Version      int64            `json:"version"`
	Theme        layers.Theme     `json:"theme"`
	Title        i18n.Text        `json:"title"`
	Description  i18n.Text        `json:"description,omitzero"`
	Publisher    i18n.Text        `json:"publisher"`
	Attribution  string           `json:"attribution"`
	Licence      string           `json:"licence"`
	Source       string           `json:"source"`
	SourceSHA256 string           `json:"source_sha256,omitempty"`
	SourceCRS    string           `json:"source_crs,omitempty"`
	DataDate     string           `json:"data_date,omitempty"`
	ImportedAt   time.Time        `json:"imported_at"`
	ImportedBy   *Authority       `json:"imported_by,omitempty"` // missing: whoever runs the service
	PublishedAt  *time.Time       `json:"published_at,omitempty"`
	FeatureCount int64            `json:"feature_count"`
	BBox         []float64        `json:"bbox"` // EPSG:3067
	Coverage     layers.Coverage  `json:"coverage"`
	Attributes   []AttributeWords `json:"attributes"`
	Report       layers.Report    `json:"report"`
}

// Authority is in whose office a version was imported.
type Authority struct {
	Code string    `json:"code"`
	Name i18n.Text `json:"name"`
}

// AttributeWords tell what an attribute means.
type AttributeWords struct {
	Name    string               `json:"name"`             // as the register spells it
	Column  string               `json:"column,omitempty"` // in tables, where it had to be called otherwise
	Note    string               `json:"note,omitempty"`   // why
	Label   *i18n.Text           `json:"label,omitempty"`
	Meaning string               `json:"meaning,omitempty"`
	Unit    string               `json:"unit,omitempty"`
	Codes   map[string]i18n.Text `json:"codes,omitempty"`
}

// readProvenance reads what the catalogue does not keep.
func readProvenance(ctx context.Context, tx pgx.Tx, v layers.Version) (Provenance, error) {
	r := v.Recipe
	p := Provenance{Layer: v.Layer, Version: v.Number, Theme: r.Theme, Title: r.Title, Description: r.Description, Publisher: r.Publisher,
		Attribution: r.Attribution, Licence: r.Licence, Source: v.Source, SourceCRS: v.SourceCRS, DataDate: v.DataDate,
		ImportedAt: v.ImportedAt.UTC(), FeatureCount: v.FeatureCount, BBox: []float64{}, Coverage: r.Coverage}
	if v.FeatureCount > 0 {
		p.BBox = []float64{v.BBox.Min[0], v.BBox.Min[1], v.BBox.Max[0], v.BBox.Max[1]}
	}
	if !v.PublishedAt.IsZero() {
		at := v.PublishedAt.UTC()
		p.PublishedAt = &at
	}
	var code *string
	var name *i18n.Text
	err := tx.QueryRow(ctx, `select v.source_sha256, v.report, a.code, a.name from layer_versions v
		left join authorities a on a.id = v.imported_for where v.number = $1`, v.Number).Scan(&p.SourceSHA256, &p.Report, &code, &name)
	if errors.Is(err, pgx.ErrNoRows) {
		err = layers.ErrNotFound
	}
	if err != nil {
		return p, fmt.Errorf("provenance: %w", err)
	}
	if code != nil && name != nil {
		p.ImportedBy = &Authority{Code: *code, Name: *name}
	}
	return p, nil
}

// describe says what the columns mean, and which could not keep their names.
func (p *Provenance) describe(columns []column) {
	p.Attributes = []AttributeWords{}
	for _, c := range columns {
		words := AttributeWords{Name: c.attribute, Meaning: c.recipe.Meaning, Unit: c.recipe.Unit, Codes: c.recipe.Codes}
		if c.recipe.Label.Fi != "" {
			words.Label = &c.recipe.Label
		}
		switch {
		case c.rest:
			words.Column, words.Note = c.name, fmt.Sprintf("attributes beyond the first %d, as one JSON object", maxColumns)
		case c.name != c.attribute:
			words.Column, words.Note = c.name, "another attribute has this name but for the case of its letters, or the name is empty"
		}
		p.Attributes = append(p.Attributes, words)
	}
}

// json is the provenance as one object.
func (p Provenance) json() ([]byte, error) {
	data, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("provenance: %w", err)
	}
	return data, nil
}

// plain tells it to people, in Finnish, Swedish and English.
func (p Provenance) plain() string {
	var b strings.Builder
	for i, lang := range i18n.Languages {
		if i > 0 {
			b.WriteString("\n")
		}
		t := func(key string) string { return headings[key].In(lang) }
		line := func(key, value string) {
			if value != "" {
				fmt.Fprintf(&b, "%s: %s\n", t(key), value)
			}
		}
		fmt.Fprintf(&b, "%s\n", p.Title.In(lang))
		line("description", p.Description.In(lang))
		line("publisher", p.Publisher.In(lang))
		line("attribution", p.Attribution)
		line("licence", p.Licence)
		line("source", strings.Join(nonEmpty(p.Source, p.SourceCRS), ", "))
		line("sha256", p.SourceSHA256)
		line("data_date", p.DataDate)
		line("imported_at", p.ImportedAt.Format(time.RFC3339))
		if p.ImportedBy != nil {
			line("imported_by", p.ImportedBy.Name.In(lang))
		}
		line("version", fmt.Sprintf("%s@%d", p.Layer, p.Version))
		line("coverage", p.Coverage.Why.In(lang))
		line("features", fmt.Sprintf(t("counts"), p.FeatureCount, p.Report.Read, p.Report.RepairedCount, p.Report.RefusedCount, len(p.Report.Warnings)))
		for _, warning := range p.Report.Warnings {
			line("warning", warning.In(lang).Text)
		}
	}
	return b.String()
}

func nonEmpty(parts ...string) []string {
	var kept []string
	for _, part := range parts {
		if part != "" {
			kept = append(kept, part)
		}
	}
	return kept
}

// headings are the words of the plain text.
var headings = map[string]i18n.Text{
	"description": {Fi: "Kuvaus", Sv: "Beskrivning", En: "Description"},
	"publisher":   {Fi: "Rekisterin pitäjä", Sv: "Registerhållare", En: "Keeper of the register"},
	"attribution": {Fi: "Lähdemerkintä", Sv: "Källhänvisning", En: "Attribution"},
	"licence":     {Fi: "Käyttölupa", Sv: "Licens", En: "Licence"},
	"source":      {Fi: "Lähde", Sv: "Källa", En: "Source"},
	"sha256":      {Fi: "Lähteen SHA-256", Sv: "Källans SHA-256", En: "SHA-256 of the source"},
	"data_date":   {Fi: "Aineiston päivä", Sv: "Materialets datum", En: "Date of the data"},
	"imported_at": {Fi: "Tuotu", Sv: "Inläst", En: "Imported"},
	"imported_by": {Fi: "Tuoja", Sv: "Inläst av", En: "Imported by"},
	"version":     {Fi: "Versio", Sv: "Version", En: "Version"},
	"coverage":    {Fi: "Kattavuuden peruste", Sv: "Grund för täckningen", En: "Reason for the coverage"},
	"features":    {Fi: "Kohteet", Sv: "Objekt", En: "Features"},
	"warning":     {Fi: "Huomautus", Sv: "Anmärkning", En: "Warning"},
	"counts": {Fi: "%d; luettu %d, korjattu %d, hylätty %d, huomautuksia %d", Sv: "%d; lästa %d, reparerade %d, förkastade %d, anmärkningar %d",
		En: "%d; read %d, repaired %d, refused %d, warnings %d"},
}
