package api

import (
	"context"
	"time"

	"github.com/google/uuid"

	"lupakartta/identity/audit"
	"lupakartta/internal/i18n"
)

// Look is an entry of the audit log about the one who asks. It tells the office in which somebody looked, not the
// official: that is for the authority to answer for.
type Look struct {
	Number      int64          `json:"number"`
	At          time.Time      `json:"at"`
	Kind        string         `json:"kind" enum:"read,write,sign_in,sign_out,mandate,refused"`
	Operation   string         `json:"operation" doc:"Id of the operation in this document"`
	What        string         `json:"what" doc:"The operation in the reader's language"`
	Self        bool           `json:"self" doc:"It was the one who asks"`
	By          string         `json:"by,omitempty" doc:"Name of a person who acted for the one who asks"`
	Authorities []AuthorityRef `json:"authorities" doc:"Authorities in whose office it was"`
	Matter      string         `json:"matter,omitempty" doc:"The case for which"`
	Address     string         `json:"address,omitempty" doc:"Network address, of one's own doings"`
}

// Looks is a page of them.
type Looks struct {
	Items []Look `json:"items"`
	Next  string `json:"next,omitempty" doc:"Address of the next page"`
}

type looksInput struct {
	Before int64 `query:"before" minimum:"0" doc:"Only entries older than this number"`
	Limit  int   `query:"limit" minimum:"1" maximum:"200" default:"50"`
}

type looksOutput struct{ Body Looks }

func (s *Server) listLooks(ctx context.Context, in *looksInput) (*looksOutput, error) {
	actor := s.actor(ctx)
	actor.Acting = nil // their own list is not read for whom they act
	records, err := audit.About(ctx, s.Personal, actor.Person, audit.Page{Before: in.Before, Limit: in.Limit + 1})
	if err != nil {
		return nil, err
	}
	if err := audit.Shown(ctx, s.Personal, actor, "list-looks", audit.Persons(records[:min(len(records), in.Limit)])); err != nil {
		return nil, err
	}
	return s.looks(ctx, "/api/v1/looks", records, in.Limit)
}

// looks writes a page of records for the one who asks.
func (s *Server) looks(ctx context.Context, path string, records []audit.Record, limit int) (*looksOutput, error) {
	out := &looksOutput{Body: Looks{Items: []Look{}}}
	if len(records) > limit {
		records = records[:limit]
		out.Body.Next = path + "?before=" + number(records[limit-1].Number) + "&limit=" + number(limit)
	}
	actor := s.actor(ctx)
	var offices []uuid.UUID
	for _, r := range records {
		offices = append(offices, r.In()...)
	}
	names, err := s.parties.Names(ctx, audit.Persons(records))
	if err != nil {
		return nil, err
	}
	named, err := s.authorities.Named(ctx, offices)
	if err != nil {
		return nil, err
	}
	for _, r := range records {
		look := lookOf(r, actor.Person, names, langOf(ctx))
		for _, id := range r.In() {
			look.Authorities = append(look.Authorities, refOf(named[id], langOf(ctx)))
		}
		out.Body.Items = append(out.Body.Items, look)
	}
	return out, nil
}

func lookOf(r audit.Record, reader uuid.UUID, names map[uuid.UUID]string, lang i18n.Lang) Look {
	look := Look{Number: r.Number, At: r.At.UTC(), Kind: string(r.Kind), Operation: string(r.Operation), What: text(lang, "operation."+string(r.Operation), nil),
		Self: r.Actor == reader, Authorities: []AuthorityRef{}, Matter: r.Matter}
	if look.Self {
		look.Address = r.Address
	} else if len(r.In()) == 0 {
		look.By = names[r.Actor]
	}
	return look
}
