package api

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"lupakartta/geo"
	"lupakartta/internal/faults"
	"lupakartta/internal/i18n"
	"lupakartta/projects/placing"
)

// fileRoutes adds reading a place out of a file to the list of routes.
func (s *Server) fileRoutes() {
	register(s, huma.Operation{OperationID: "read-place-file", Method: http.MethodPost, Path: "/api/v1/places/file", Tags: []string{tagPlacing},
		Summary: "What of a file can be a place", Middlewares: huma.Middlewares{s.takeTurns},
		Description: "GeoJSON, GPX, KML or KMZ, GeoPackage, a zipped Shapefile or DXF as text; what a file is, is told by its content. A file that does not say its reference " +
			"system is refused with `crs_needed` and the systems in `choices` in which it lies in Finland, each with where: send it again with `crs`. Nothing is stored, and nothing that a file refers to is fetched."}, s.readPlaceFile)
}

type placeFileInput struct {
	LangInput
	Name    string `query:"name" maxLength:"200" doc:"The file's name, for its people; what it is, is told by its content"`
	CRS     string `query:"crs" maxLength:"30" example:"EPSG:3879" doc:"The reference system that it is in, instead of what the file says"`
	RawBody []byte `contentType:"application/octet-stream"`
}

func (s *Server) readPlaceFile(ctx context.Context, in *placeFileInput) (*unkept[PlaceFile], error) {
	file := placing.File{Name: in.Name, Data: in.RawBody}
	if in.CRS != "" {
		crs, err := geo.ParseCRS(in.CRS)
		if err != nil {
			return nil, badParameters(ctx, "crs_unknown", "crs")
		}
		file.CRS = crs.String()
		if crs == geo.CRS84 {
			file.CRS = "EPSG:4326"
		}
	}
	if len(file.Data) == 0 {
		return nil, inBody("", faults.Faults{{Code: "empty_file"}})
	}
	found, err := s.placing.ReadFile(ctx, file)
	if err != nil {
		return nil, choosing(err)
	}
	return notKept(describeFile(in.Name, found, langOf(ctx))), nil
}

func describeFile(name string, c *placing.Contents, lang i18n.Lang) PlaceFile {
	described := PlaceFile{Name: name, Format: string(c.Format), CRS: c.CRS, Parts: []FilePart{}, Fixes: []FileFix{}, LeftOut: []FileLeftOut{}, Warnings: []FileWarning{}}
	for _, p := range c.Parts {
		described.Parts = append(described.Parts, FilePart{Name: p.Name, Purpose: p.Purpose, Geometry: geo.EncodeGeoJSON(p.Geometry, geo.Decimals), PlaceSize: sizeOf(p.Geometry)})
	}
	for _, f := range c.Fixes {
		described.Fixes = append(described.Fixes, FileFix{Name: f.Name, Errors: geometryFaults(lang, placed{}, f.Faults), Fixes: describeFixes(f.Fixes, lang)})
	}
	for _, l := range c.LeftOut {
		described.LeftOut = append(described.LeftOut, FileLeftOut{What: l.What, Count: l.Count, Code: l.Why.Code, Reason: text(lang, "fault."+l.Why.Code, l.Why.Values)})
	}
	for _, w := range c.Warnings {
		if w.Why.Code == "" {
			described.Warnings = append(described.Warnings, FileWarning{Code: w.Note.Code, Text: w.Note.In(lang).Text})
			continue
		}
		described.Warnings = append(described.Warnings, FileWarning{Code: w.Why.Code, Text: text(lang, "fault."+w.Why.Code, w.Why.Values)})
	}
	return described
}
