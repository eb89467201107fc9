// Package identity says who may do what: sign-in, sessions, roles and access rules. Access is decided here and
// nowhere else; operations name the policy they need.
package identity

// Policy is the rule that guards an operation. The zero value guards nothing and is refused by the tests.
type Policy string

// The policies.
const (
	Public Policy = "public" // anybody, signed in or not
)
