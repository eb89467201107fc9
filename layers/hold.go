package layers

import "context"

// notHeld is the condition on a version's line that nothing kept refers to it.
const notHeld = `not exists (select from layer_holds h where h.version = number)`

// Hold keeps the versions' features for as long as the service lives, since what the caller keeps in the table holder
// refers to them. It belongs in the transaction that keeps it. It is ErrCleared when the features of one are gone: versions
// are cleared long after they were replaced, so whoever looked at what is published hears it only by an odd chance.
func Hold(ctx context.Context, db Querier, holder string, versions []int64) error {
	// The reference locks each version's line until the transaction ends: nobody clears it meanwhile (clearIn).
	if _, err := db.Exec(ctx, `insert into layer_holds (version, holder) select number, $2 from unnest($1::bigint[]) u(number) order by number on conflict do nothing`,
		versions, holder); err != nil {
		return err
	}
	var gone bool
	err := db.QueryRow(ctx, `select exists (select from layer_versions where number = any ($1) and state not in ('published', 'superseded'))`, versions).Scan(&gone)
	if err == nil && gone {
		err = ErrCleared
	}
	return err
}

// isHeld tells whether something kept refers to the version.
func isHeld(ctx context.Context, db Querier, number int64) (held bool, err error) {
	err = db.QueryRow(ctx, `select exists (select from layer_holds where version = $1)`, number).Scan(&held)
	return held, err
}
