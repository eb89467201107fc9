package api

import (
	"net/http"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/validation"

	"lupakartta/internal/i18n"
)

// separator stands between a fault's code and its value in what huma's validation says, so that codes are read as
// codes and never guessed from sentences.
const separator = "\x1f"

// speakInCodes makes huma's validation say codes, which faultOf turns into the caller's language, and makes its
// own errors problems like all others. Both are settings of the whole program.
var speakInCodes = sync.OnceFunc(func() {
	for code, message := range map[string]*string{
		"unknown_field": &validation.MsgUnexpectedProperty,
		"not_date_time": &validation.MsgExpectedRFC3339DateTime,
		"not_date":      &validation.MsgExpectedRFC3339Date,
		"not_time":      &validation.MsgExpectedRFC3339Time,
		"not_matching":  &validation.MsgExpectedMatchAtLeastOneSchema,
		"not_boolean":   &validation.MsgExpectedBoolean,
		"not_number":    &validation.MsgExpectedNumber,
		"not_integer":   &validation.MsgExpectedInteger,
		"not_string":    &validation.MsgExpectedString,
		"not_base64":    &validation.MsgExpectedBase64String,
		"not_array":     &validation.MsgExpectedArray,
		"not_object":    &validation.MsgExpectedObject,
		"not_unique":    &validation.MsgExpectedArrayItemsUnique,
	} {
		*message = code
	}
	validation.MsgExpectedMatchExactlyOneSchema = "not_matching"
	validation.MsgExpectedNotMatchSchema = "not_matching"
	for code, message := range map[string]*string{
		"not_email":      &validation.MsgExpectedRFC5322Email,
		"not_uri":        &validation.MsgExpectedRFC3986URI,
		"not_uuid":       &validation.MsgExpectedRFC4122UUID,
		"not_one_of":     &validation.MsgExpectedOneOf,
		"below_minimum":  &validation.MsgExpectedMinimumNumber,
		"not_above":      &validation.MsgExpectedExclusiveMinimumNumber,
		"above_maximum":  &validation.MsgExpectedMaximumNumber,
		"not_below":      &validation.MsgExpectedExclusiveMaximumNumber,
		"not_multiple":   &validation.MsgExpectedNumberBeMultipleOf,
		"too_short":      &validation.MsgExpectedMinLength,
		"too_long":       &validation.MsgExpectedMaxLength,
		"wrong_form":     &validation.MsgExpectedMatchPattern,
		"too_few_items":  &validation.MsgExpectedMinItems,
		"too_many_items": &validation.MsgExpectedMaxItems,
		"required":       &validation.MsgExpectedRequiredProperty,
	} {
		*message = code + separator + "%v"
	}
	huma.ValidateStrictCasing = true
	validation.MsgExpectedBePattern = "wrong_form" + separator + "%v"
	huma.NewError = func(status int, _ string, errs ...error) huma.StatusError {
		return invalid(request{lang: i18n.Finnish}, status, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, message string, errs ...error) huma.StatusError {
		if len(errs) == 0 && plainFaults[message] != "" {
			errs = []error{&huma.ErrorDetail{Message: message, Location: "body"}}
		}
		return invalid(requestOf(ctx.Context()), status, errs)
	}
})

// plainFaults are the sentences that huma does not let us replace.
var plainFaults = map[string]string{
	"unknown query parameter":                                  "unknown_parameter",
	"required query parameter is missing":                      "required",
	"required path parameter is missing":                       "required",
	"required header parameter is missing":                     "required",
	"required cookie parameter is missing":                     "required",
	"invalid integer":                                          "not_integer",
	"invalid float":                                            "not_number",
	"invalid boolean":                                          "not_boolean",
	"invalid date/time for format RFC3339":                     "not_date_time",
	"request body is required":                                 "required",
	"unexpected end of JSON input":                             "malformed",
	"invalid value":                                            "invalid_value",
	"expected at most one value, but received multiple values": "invalid_value",
}

// invalid is the problem for what huma found wrong before an operation ran.
func invalid(r request, status int, errs []error) *Problem {
	k := kindInternal
	switch status {
	case http.StatusBadRequest, http.StatusUnprocessableEntity:
		k = kindInvalidRequest
	case http.StatusRequestEntityTooLarge:
		k = kindTooLarge
	case http.StatusRequestTimeout:
		k = kindRequestTimeout
	case http.StatusUnsupportedMediaType:
		k = kindMediaType
	case http.StatusNotAcceptable:
		k = kindNotAcceptable
	}
	var faults []Fault
	inAddress := false // faults in path, query or headers
	for _, err := range errs {
		if isA[*http.MaxBytesError](err) {
			return newProblem(r, kindTooLarge)
		}
		if detailer, ok := err.(huma.ErrorDetailer); ok && k == kindInvalidRequest {
			fault := faultOf(r.lang, detailer.ErrorDetail())
			inAddress = inAddress || fault.Parameter != ""
			faults = append(faults, fault)
		}
	}
	if k == kindInvalidRequest && status == http.StatusUnprocessableEntity && !inAddress {
		k = kindInvalidContent
	}
	return newProblem(r, k, faults...)
}

// faultOf writes one of huma's findings in lang.
func faultOf(lang i18n.Lang, detail *huma.ErrorDetail) Fault {
	code, value, coded := strings.Cut(detail.Message, separator)
	if !coded {
		if plain, ok := plainFaults[code]; ok {
			code = plain
		} else if _, ok := messages[lang]["fault."+code]; !ok {
			code = "invalid_value"
		}
	}
	place, name, _ := strings.Cut(detail.Location, ".")
	fault := Fault{Code: code, Detail: text(lang, "fault."+code, map[string]any{"value": value})}
	if place != "body" {
		fault.Parameter = name
		return fault
	}
	if name == "" && code == "invalid_value" {
		fault.Code, fault.Detail = "malformed", text(lang, "fault.malformed", nil)
	}
	if code == "required" && value != "" {
		name = strings.TrimPrefix(name+"."+value, ".")
	}
	fault.Pointer = pointer(name)
	return fault
}

var pointerParts = strings.NewReplacer("[", "/", "]", "", ".", "/", "~", "~0", "/", "~1")

// pointer turns huma's path (items[3].name) into a JSON Pointer (/items/3/name).
func pointer(path string) string {
	if path == "" {
		return ""
	}
	return "/" + pointerParts.Replace(path)
}
