// Package signin brings persons in through identity providers: the way there and back (Provider), the attempts that
// have begun (Store), and what comes of it (Person), which names no protocol.
//
// What it is not: routes, cookies and sessions. The package api has the first two, identity/sessions the third.
package signin

import (
	"time"

	"lupakartta/identity"
)

// Attempt is a sign-in that has begun.
type Attempt struct {
	Provider string    // id of the provider
	ReturnTo string    // path of ours, as ReturnPath lets through
	State    Secret    // comes back with the answer
	Nonce    Secret    // comes back in the ID token
	Verifier Secret    // PKCE (RFC 7636)
	Began    time.Time // a token from before is not for it
}

// Lifetime is for how long an attempt can be finished.
const Lifetime = 10 * time.Minute

// Answer is what a provider sends a browser back with.
type Answer struct {
	Code   Secret
	State  Secret
	Issuer string // parameter iss (RFC 9207); empty: not sent
	Error  string // parameter error; empty: none
}

// For is whom a provider identifies.
type For string

// Whom providers identify.
const (
	ForPerson   For = "person"   // anybody, by national id
	ForOfficial For = "official" // those who work for an authority
)

// Person is who signed in, as a provider says.
type Person struct {
	Provider     string              // id of the provider
	Issuer       string              // Issuer and Subject together are the provider's name for the person
	Subject      string              //
	For          For                 //
	NationalID   identity.NationalID // of persons; zero where a provider of officials does not say
	GivenName    string              //
	FamilyName   string              //
	Name         string              // never empty
	Email        string              // as the provider says, unjudged; empty: not said
	Protected    bool                // under turvakielto (661/2009 36 §)
	Organisation string              // code of the authority; empty: not said. Officials only, as the next
	Roles        []identity.Role     //
	Strength     string              // authentication context (acr), as the provider says
	IDToken      Secret              // to sign out with
}
