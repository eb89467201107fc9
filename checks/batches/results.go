package batches

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"
	"github.com/klauspost/compress/zstd"

	"lupakartta/checks"
	"lupakartta/identity"
	"lupakartta/internal/i18n"
)

// mostUnpacked bounds what a run of results takes in memory: what we have packed ourselves.
const mostUnpacked = 512 << 20

// pack compresses the answers of a run of places in one language, one line each. Answers have no line breaks of their own.
func pack(answers [][]byte) ([]byte, error) {
	encoder, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedDefault))
	if err != nil {
		return nil, err
	}
	return encoder.EncodeAll(bytes.Join(answers, []byte("\n")), nil), encoder.Close()
}

func unpack(data []byte) ([][]byte, error) {
	decoder, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(mostUnpacked))
	if err != nil {
		return nil, err
	}
	defer decoder.Close()
	lines, err := decoder.DecodeAll(data, nil)
	if err != nil {
		return nil, err
	}
	return bytes.Split(lines, []byte("\n")), nil
}

// stretch is what was found at a run of places.
type stretch struct {
	first   int
	answers [][]byte // of each place, empty where there is none
}

// at is the answer of a row; nil: none.
func (s stretch) at(row int) json.RawMessage {
	if i := row - s.first; i >= 0 && i < len(s.answers) && len(s.answers[i]) > 0 {
		return s.answers[i]
	}
	return nil
}

// resultSQL picks the packed answers of a language.
const resultSQL = `case $2 when 'sv' then r.sv when 'en' then r.en else r.fi end`

// still reads at one moment: whatever a worker writes meanwhile is not seen, or all of it would have to be.
func (s *Store) still(ctx context.Context, read func(pgx.Tx) error) error {
	return pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, read)
}

// stretchIn is the run of results that a row lies in; empty where it was not checked yet.
func stretchIn(ctx context.Context, tx pgx.Tx, batch uuid.UUID, row int, lang i18n.Lang) (stretch, error) {
	var found stretch
	var data []byte
	err := tx.QueryRow(ctx, `select r.first_row, `+resultSQL+` from personal.check_batch_results r where r.batch = $1 and r.first_row <= $3 and r.last_row >= $3`,
		batch, lang, row).Scan(&found.first, &data)
	if errors.Is(err, pgx.ErrNoRows) {
		return found, nil
	}
	if err == nil {
		found.answers, err = unpack(data)
	}
	return found, err
}

// Answer is a row of one of the actor's batches and what was found there, as a check of the place would have answered it in
// lang, byte for byte; nil: it was not checked.
func (s *Store) Answer(ctx context.Context, actor identity.Actor, id uuid.UUID, row int, lang i18n.Lang) (place Place, answer json.RawMessage, err error) {
	err = s.still(ctx, func(tx pgx.Tx) error {
		places, err := placesIn(ctx, tx, actor.Person, id, Filter{After: row - 1, Limit: 1})
		if err != nil {
			return err
		}
		if len(places) == 0 || places[0].Row != row {
			return ErrNotFound
		}
		found, err := stretchIn(ctx, tx, id, row, lang)
		place, answer = places[0], found.at(row)
		return err
	})
	if err != nil {
		return Place{}, nil, fmt.Errorf("row %d of batch %s: %w", row, id, err)
	}
	return place, answer, nil
}

// Whole is a row with what was found there.
type Whole struct {
	Place
	Raw []json.RawMessage // its findings, byte for byte as they were told
}

// nothing is how a finding says that its rule has found nothing. The quotes of texts are escaped, so that it stands nowhere else.
var nothing = []byte(`"status":"not_found"`)

// Told are the findings that are told: all of them, or those of rules that have found something or cannot tell.
func (w Whole) Told(all bool) []json.RawMessage {
	if all {
		return w.Raw
	}
	return slices.DeleteFunc(slices.Clone(w.Raw), func(raw json.RawMessage) bool { return bytes.Contains(raw, nothing) })
}

// Findings are the same, read.
func (w Whole) Findings(all bool) ([]checks.Finding, error) {
	told := w.Told(all)
	findings := make([]checks.Finding, len(told))
	for i, raw := range told {
		if err := json.Unmarshal(raw, &findings[i]); err != nil {
			return nil, err
		}
	}
	return findings, nil
}

// Each hands over every row of one of the actor's batches with its findings in lang, as they are at one moment.
func (s *Store) Each(ctx context.Context, actor identity.Actor, id uuid.UUID, lang i18n.Lang, take func(Whole) error) error {
	err := s.still(ctx, func(tx pgx.Tx) error {
		b, err := batchIn(ctx, tx, actor.Person, id, "")
		if err != nil {
			return err
		}
		return each(ctx, tx, b, lang, take)
	})
	if err != nil {
		return fmt.Errorf("results of batch %s: %w", id, err)
	}
	return nil
}

// each goes run by run, so that never more than one run is in memory.
func each(ctx context.Context, tx pgx.Tx, b Batch, lang i18n.Lang, take func(Whole) error) error {
	for row := 1; row <= b.Total; {
		run, err := stretchIn(ctx, tx, b.ID, row, lang)
		if err != nil {
			return err
		}
		limit := run.first + len(run.answers) - row
		if len(run.answers) == 0 {
			limit = insertAtOnce // rows that nobody got to
		}
		places, err := placesIn(ctx, tx, b.party, b.ID, Filter{After: row - 1, Limit: limit})
		if err != nil {
			return err
		}
		if len(places) == 0 {
			return ErrNotFound // its time is over
		}
		for _, p := range places {
			whole, err := wholeOf(p, run.at(p.Row))
			if err != nil {
				return err
			}
			if err := take(whole); err != nil {
				return err
			}
		}
		row = places[len(places)-1].Row + 1
	}
	return nil
}

func wholeOf(p Place, answer json.RawMessage) (Whole, error) {
	w := Whole{Place: p}
	if answer == nil {
		return w, nil
	}
	var result struct {
		Findings []json.RawMessage `json:"findings"`
	}
	if err := json.Unmarshal(answer, &result); err != nil {
		return w, err
	}
	w.Raw = result.Findings
	return w, nil
}
