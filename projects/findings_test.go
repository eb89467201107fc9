package projects

import (
	"testing"

	"lupakartta/checks"
)

func TestFindingsOfAPlaceAreCountedOnce(t *testing.T) {
	found := func(rule string, severity checks.Severity, feature string) checks.Finding {
		layer := "natura"
		return checks.Finding{Rule: rule, Severity: severity, Layer: &layer, FeatureID: &feature}
	}
	quiet := func(rule string, severity checks.Severity) checks.Finding {
		return checks.Finding{Rule: rule, Severity: severity}
	}
	for name, test := range map[string]struct {
		area, line []checks.Finding
		want       checks.Summary
		worst      checks.Severity
	}{
		"no rule was asked":                      {nil, nil, checks.Summary{}, checks.Unknown},
		"green for both":                         {[]checks.Finding{quiet("a", checks.Green)}, []checks.Finding{quiet("a", checks.Green)}, checks.Summary{Green: 1}, checks.Green},
		"one feature, met by both":               {[]checks.Finding{found("a", checks.Amber, "1")}, []checks.Finding{found("a", checks.Red, "1")}, checks.Summary{Red: 1}, checks.Red},
		"the worse of the two comes first":       {[]checks.Finding{found("a", checks.Red, "1")}, []checks.Finding{found("a", checks.Amber, "1")}, checks.Summary{Red: 1}, checks.Red},
		"two features":                           {[]checks.Finding{found("a", checks.Amber, "1")}, []checks.Finding{found("a", checks.Amber, "2")}, checks.Summary{Amber: 2}, checks.Amber},
		"green for the area alone is not green":  {[]checks.Finding{quiet("a", checks.Green)}, []checks.Finding{found("a", checks.Amber, "1")}, checks.Summary{Amber: 1}, checks.Amber},
		"not known of the line, whatever else":   {[]checks.Finding{found("a", checks.Amber, "1")}, []checks.Finding{quiet("a", checks.Unknown)}, checks.Summary{Amber: 1, Unknown: 1}, checks.Amber},
		"not known of the line, green elsewhere": {[]checks.Finding{quiet("a", checks.Green)}, []checks.Finding{quiet("a", checks.Unknown)}, checks.Summary{Unknown: 1}, checks.Unknown},
		"two rules": {[]checks.Finding{found("a", checks.Red, "1"), found("b", checks.Amber, "1")}, []checks.Finding{quiet("c", checks.Green)},
			checks.Summary{Red: 1, Amber: 1, Green: 1}, checks.Red},
	} {
		t.Run(name, func(t *testing.T) {
			var s Showing
			s.count(checks.Result{Findings: test.area})
			s.count(checks.Result{Findings: test.line})
			if s.Counts != test.want || s.Worst() != test.worst {
				t.Errorf("%+v, worst %q, want %+v, %q", s.Counts, s.Worst(), test.want, test.worst)
			}
		})
	}
}
