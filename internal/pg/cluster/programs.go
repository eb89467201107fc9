package cluster

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// oldest is the oldest major version of PostgreSQL that is supported.
const oldest = 15

// distributions are where packages put several versions beside each other.
var distributions = []string{"/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin"}

// programs is an installed PostgreSQL.
type programs struct {
	folder  string // with initdb and postgres
	major   int
	postGIS bool
}

func (p programs) path(name string) string { return filepath.Join(p.folder, name) }

// findPrograms picks the PostgreSQL to run: of the data's version if there are data (0: none yet), with PostGIS, the
// one on PATH before the distribution's, the newest first.
func findPrograms(version int) (programs, error) {
	installed := installedPrograms()
	slices.SortStableFunc(installed, func(a, b programs) int { return rank(b, version) - rank(a, version) })
	return pick(installed, version)
}

func pick(installed []programs, version int) (programs, error) {
	if len(installed) == 0 {
		return programs{}, errors.New("PostgreSQL is not installed: no initdb and postgres on PATH nor in " + strings.Join(distributions, ", ") +
			". Run scripts/setup, or give the address of a database in LUPAKARTTA_DATABASE_URL")
	}
	best := installed[0]
	switch {
	case version != 0 && best.major != version:
		return programs{}, fmt.Errorf("the data were written by PostgreSQL %d, and only %s is installed: install version %d, "+
			"dump the database with it and load it into a new data folder", version, versions(installed), version)
	case best.major < oldest:
		return programs{}, fmt.Errorf("PostgreSQL %d or newer is needed, and only %s is installed", oldest, versions(installed))
	case !best.postGIS:
		return programs{}, fmt.Errorf("PostGIS is not installed for %s: run scripts/setup, or install the package postgresql-%d-postgis-3",
			versions(installed), best.major)
	}
	return best, nil
}

func rank(p programs, version int) int {
	rank := 0
	if p.major == version {
		rank += 4
	}
	if p.major >= oldest {
		rank += 2
	}
	if p.postGIS {
		rank++
	}
	return rank
}

func installedPrograms() []programs {
	var found []programs
	for _, folder := range append(pathFolders(), versionedFolders()...) {
		known := slices.ContainsFunc(found, func(p programs) bool { return p.folder == folder })
		if known || !exists(filepath.Join(folder, "initdb")) {
			continue
		}
		if major, err := majorVersion(filepath.Join(folder, "postgres")); err == nil {
			found = append(found, programs{folder: folder, major: major, postGIS: hasPostGIS(folder, major)})
		}
	}
	return found
}

// pathFolders is the folder of the postgres on PATH, links followed, because its extensions lie relative to that.
func pathFolders() []string {
	path, err := exec.LookPath("postgres")
	if err != nil {
		return nil
	}
	if path, err = filepath.EvalSymlinks(path); err != nil {
		return nil
	}
	return []string{filepath.Dir(path)}
}

// versionedFolders are the distribution's, the highest version first.
func versionedFolders() []string {
	var folders []string
	for _, pattern := range distributions {
		matches, err := filepath.Glob(pattern)
		if err == nil {
			folders = append(folders, matches...)
		}
	}
	slices.SortFunc(folders, func(a, b string) int { return folderVersion(b) - folderVersion(a) })
	return folders
}

var digits = regexp.MustCompile(`[0-9]+`)

func folderVersion(folder string) int {
	version, err := strconv.Atoi(digits.FindString(folder))
	if err != nil {
		return 0
	}
	return version
}

// majorVersion asks the program: "postgres (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)".
func majorVersion(postgres string) (int, error) {
	output, err := exec.CommandContext(context.Background(), postgres, "--version").Output()
	if err != nil {
		return 0, err
	}
	return strconv.Atoi(digits.FindString(string(output)))
}

// hasPostGIS looks for the extension's control file where pg_config says, and where Debian puts it.
func hasPostGIS(folder string, major int) bool {
	shares := []string{fmt.Sprintf("/usr/share/postgresql/%d", major), filepath.Join(folder, "..", "share")}
	output, err := exec.CommandContext(context.Background(), filepath.Join(folder, "pg_config"), "--sharedir").Output()
	if err == nil {
		shares = append(shares, strings.TrimSpace(string(output)))
	}
	return slices.ContainsFunc(shares, func(share string) bool {
		return exists(filepath.Join(share, "extension", "postgis.control"))
	})
}

func versions(installed []programs) string {
	var names []string
	for _, p := range installed {
		names = append(names, fmt.Sprintf("PostgreSQL %d (%s)", p.major, p.folder))
	}
	return strings.Join(names, ", ")
}

// dataVersion is the major version that wrote the data folder; 0 when there is none.
func dataVersion(data string) (int, error) {
	content, err := os.ReadFile(filepath.Join(data, "PG_VERSION"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	version, err := strconv.Atoi(strings.TrimSpace(string(content)))
	if err != nil {
		return 0, fmt.Errorf("%s: %w", data, err)
	}
	return version, nil
}
