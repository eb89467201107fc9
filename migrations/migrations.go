// Package migrations holds the database's schema as numbered SQL files, forward only.
// A file that has landed is never edited: the previous release must survive the next one's migrations.
package migrations

import "embed"

// Files are the migrations in order, 001_name.sql first.
//
//go:embed *.sql
var Files embed.FS
