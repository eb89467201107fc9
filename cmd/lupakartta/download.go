package main

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"lupakartta/layers/fetch"
)

func isAddress(source string) bool {
	return strings.HasPrefix(source, "https://") || strings.HasPrefix(source, "http://")
}

// fetcher is the client that follows registers' addresses.
func (p *program) fetcher() (*fetch.Client, error) {
	client, err := fetch.New(fetch.Config{Allow: p.FetchAllow, UserAgent: "Lupakartta/" + versionName()})
	if err != nil {
		return nil, usageError{fmt.Errorf("LUPAKARTTA_FETCH_ALLOW: %w", err)}
	}
	return client, nil
}

// download fetches a register's file, or all of one layer of its service. Whoever calls removes the result.
func (p *program) download(ctx context.Context, address, layer string) (*fetch.Result, error) {
	client, err := p.fetcher()
	if err != nil {
		return nil, err
	}
	result, err := client.Fetch(ctx, fetch.Address{URL: address, Layer: layer, Progress: p.fetchProgress()}, fetch.Previous{})
	p.endProgress()
	return result, err
}

// fetchProgress shows how far fetching has come.
func (p *program) fetchProgress() func(fetch.Progress) {
	return func(progress fetch.Progress) {
		if progress.Features == 0 {
			p.showProgress("fetching: %d MB", progress.Bytes>>20)
			return
		}
		p.showProgress("fetching: %d of %s features, %d MB", progress.Features, cmp.Or(positive(progress.Total), "?"), progress.Bytes>>20)
	}
}

func positive(n int64) string {
	if n <= 0 {
		return ""
	}
	return fmt.Sprint(n)
}
