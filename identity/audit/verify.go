package audit

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// Fault is where the log is not what was written.
type Fault struct {
	Number int64  `json:"number"` // of the entry
	Reason string `json:"reason"`
}

// Proof is what verifying found.
type Proof struct {
	Entries int64     `json:"entries"`
	Newest  time.Time `json:"newest,omitzero"`
	Head    string    `json:"head"` // number:hash of the newest entry, to be kept elsewhere and given to the next verification
	Faults  []Fault   `json:"faults"`
}

// most faults are told; one that was cut into makes the rest worthless anyway.
const mostFaults = 20

// Verify reads the whole log and computes every hash anew, in Go, apart from the database that made them. seen is the
// head that an earlier verification told, or empty: it shows when entries at the end, or the whole log, were replaced
// by others whose hashes fit.
func Verify(ctx context.Context, db Querier, seen string) (Proof, error) {
	seenNumber, seenHash, err := parseHead(seen)
	if err != nil {
		return Proof{}, err
	}
	rows, err := db.Query(ctx, `select number, at, kind, operation, actor::text, acting_for::text, array_to_string(subjects, ','), matter, address,
		session::text, detail::text, previous, hash from audit.entries order by number`)
	if err != nil {
		return Proof{}, fmt.Errorf("audit: %w", err)
	}
	v := verifier{proof: Proof{Faults: []Fault{}}}
	var r row
	_, err = pgx.ForEachRow(rows, []any{&r.number, &r.at, &r.kind, &r.operation, &r.actor, &r.actingFor, &r.subjects, &r.matter, &r.address,
		&r.session, &r.detail, &r.previous, &r.hash}, func() error {
		v.look(r)
		if r.number == seenNumber && seenHash != hex.EncodeToString(r.hash) {
			v.fault(r.number, "not the entry that was the newest before")
		}
		return nil
	})
	if err != nil {
		return Proof{}, fmt.Errorf("audit: %w", err)
	}
	if err := v.compareHead(ctx, db); err != nil {
		return Proof{}, err
	}
	if seenNumber > v.number {
		v.fault(seenNumber, "the entry that was the newest before is gone")
	}
	v.proof.Head = strconv.FormatInt(v.number, 10) + ":" + hex.EncodeToString(v.hash)
	return v.proof, nil
}

func parseHead(head string) (number int64, hash string, err error) {
	if head == "" {
		return 0, "", nil
	}
	before, hash, ok := strings.Cut(head, ":")
	number, err = strconv.ParseInt(before, 10, 64)
	if _, bad := hex.DecodeString(hash); !ok || err != nil || bad != nil {
		return 0, "", fmt.Errorf("audit: the head %q is not number:hash", head)
	}
	return number, hash, nil
}

// row is an entry as text, which is how it was hashed.
type row struct {
	number           int64
	at               time.Time
	kind, operation  string
	actor, actingFor *string
	subjects         string
	matter, address  string
	session          *string
	detail           string
	previous, hash   []byte
}

// digest is audit.digest of the migration.
func (r row) digest() []byte {
	sum := sha256.New()
	sum.Write(r.previous)
	number, at := strconv.FormatInt(r.number, 10), strconv.FormatInt(r.at.UnixMicro(), 10)
	for _, field := range []*string{&number, &at, &r.kind, &r.operation, r.actor, r.actingFor, &r.subjects, &r.matter, &r.address, r.session, &r.detail} {
		if field == nil {
			sum.Write([]byte("-;"))
			continue
		}
		fmt.Fprintf(sum, "%d:%s;", len(*field), *field)
	}
	return sum.Sum(nil)
}

// verifier goes through the log in order.
type verifier struct {
	proof  Proof
	number int64
	hash   []byte
}

func (v *verifier) look(r row) {
	switch {
	case r.number != v.number+1:
		v.fault(v.number+1, fmt.Sprintf("entries up to %d are missing", r.number-1))
	case !bytes.Equal(r.previous, v.hash):
		v.fault(r.number, "it does not follow the entry before")
	}
	if !bytes.Equal(r.digest(), r.hash) {
		v.fault(r.number, "it was changed")
	}
	v.proof.Entries++
	v.proof.Newest = r.at.UTC()
	v.number, v.hash = r.number, bytes.Clone(r.hash)
}

// compareHead finds out whether entries were taken off the end.
func (v *verifier) compareHead(ctx context.Context, db Querier) error {
	var number int64
	var hash []byte
	if err := db.QueryRow(ctx, `select number, hash from audit.head`).Scan(&number, &hash); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	switch {
	case number > v.number:
		// New entries may have come while we read: only those that are not there count.
		var there int64
		if err := db.QueryRow(ctx, `select count(*) from audit.entries where number > $1 and number <= $2`, v.number, number).Scan(&there); err != nil {
			return fmt.Errorf("audit: %w", err)
		}
		if there < number-v.number {
			v.fault(v.number+1, fmt.Sprintf("entries up to %d are missing", number))
		}
	case number < v.number || !bytes.Equal(hash, v.hash):
		v.fault(v.number, "it is not the newest by the log's head")
	}
	return nil
}

func (v *verifier) fault(number int64, reason string) {
	if len(v.proof.Faults) < mostFaults {
		v.proof.Faults = append(v.proof.Faults, Fault{number, reason})
	}
}
