package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// Limits of fetching a register's file.
const (
	downloadBytes = 8 << 30
	downloadTime  = 30 * time.Minute
)

func isAddress(source string) bool {
	return strings.HasPrefix(source, "https://") || strings.HasPrefix(source, "http://")
}

// download fetches a register's file into a folder of its own, under the name that the server gives or the
// address ends in, since recipes are found by the name. Whoever calls removes the folder.
func download(ctx context.Context, address string) (folder, file string, err error) {
	ctx, cancel := context.WithTimeout(ctx, downloadTime)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", "", usageError{err}
	}
	request.Header.Set("User-Agent", "Lupakartta")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", "", fmt.Errorf("download: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return "", "", fmt.Errorf("download: %s answered %s", request.URL.Host, response.Status)
	}
	if folder, err = os.MkdirTemp("", "lupakartta-download-"); err != nil {
		return "", "", fmt.Errorf("download: %w", err)
	}
	file = filepath.Join(folder, fileName(request.URL, response.Header))
	if err := save(file, response.Body); err != nil {
		return "", "", errors.Join(fmt.Errorf("download: %w", err), os.RemoveAll(folder))
	}
	return folder, file, nil
}

// fileName is the name without folders that the file shall have.
func fileName(address *url.URL, header http.Header) string {
	name := path.Base(address.Path)
	if _, params, err := mime.ParseMediaType(header.Get("Content-Disposition")); err == nil && params["filename"] != "" {
		name = path.Base(strings.ReplaceAll(params["filename"], `\`, "/"))
	}
	if name == "." || name == ".." || name == "/" || name == "" {
		name = "download"
	}
	if path.Ext(name) != "" {
		return name
	}
	// Services answer with a format rather than with a file.
	kind, _, _ := mime.ParseMediaType(header.Get("Content-Type"))
	switch kind {
	case "application/geo+json", "application/json", "application/vnd.geo+json":
		return name + ".geojson"
	case "application/gml+xml", "text/xml", "application/xml":
		return name + ".gml"
	case "application/geopackage+sqlite3":
		return name + ".gpkg"
	case "application/zip":
		return name + ".zip"
	}
	return name
}

func save(name string, from io.Reader) error {
	out, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	n, err := io.Copy(out, io.LimitReader(from, downloadBytes+1))
	if err == nil && n > downloadBytes {
		err = fmt.Errorf("the file is larger than %d GB", downloadBytes>>30)
	}
	return errors.Join(err, out.Close())
}
