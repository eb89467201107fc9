package checks

// Resolve is the rule as it is for a project, for the tests from outside.
func (r Rule) Resolve(a Answers) (rule Rule, needs []string, applies bool) { return r.resolve(a) }
