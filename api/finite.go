package api

import (
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// refuseNonFinite is a step before an operation: no numeric parameter of its query may be infinite or not a number.
// Go reads NaN and Inf as numbers, and no range holds against NaN.
func (s *Server) refuseNonFinite(ctx huma.Context, next func(huma.Context)) {
	address := ctx.URL()
	query := address.Query()
	var faults []error
	for _, p := range ctx.Operation().Parameters {
		if p.In == "query" && numeric(p.Schema) && hasNonFinite(query[p.Name]) {
			faults = append(faults, &huma.ErrorDetail{Message: "not_number", Location: "query." + p.Name})
		}
	}
	if len(faults) > 0 {
		_ = huma.WriteErr(s.api, ctx, http.StatusBadRequest, "", faults...) // the caller has gone: nothing left to tell
		return
	}
	next(ctx)
}

// numeric tells whether a parameter is a number or a list of numbers.
func numeric(schema *huma.Schema) bool {
	return schema != nil && (schema.Type == huma.TypeNumber || schema.Type == huma.TypeArray && numeric(schema.Items))
}

func hasNonFinite(values []string) bool {
	for _, value := range values {
		for one := range strings.SplitSeq(value, ",") {
			if f, err := strconv.ParseFloat(one, 64); err == nil && (math.IsNaN(f) || math.IsInf(f, 0)) {
				return true
			}
		}
	}
	return false
}
