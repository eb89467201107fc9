package cluster

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strings"
)

// initialise makes the data folder. It grows under another name and gets its own only when it is whole, so that a
// start that was cut in the middle leaves nothing that looks like a cluster.
func (c *Cluster) initialise(ctx context.Context) error {
	c.log.Info("making the private PostgreSQL cluster", "folder", c.place.home, "postgresql", c.programs.major, "user", c.place.account.name)
	growing := c.place.file("data.growing")
	if err := os.RemoveAll(growing); err != nil {
		return err
	}
	arguments := []string{
		"--pgdata=" + growing, "--username=" + Superuser,
		// C.UTF-8 sorts by code point and never changes: a new C library cannot break an index on text. Names are put
		// in Finnish order by a collation in the statement that lists them.
		"--encoding=UTF8", "--locale=C.UTF-8",
		"--data-checksums", "--auth-local=peer", "--auth-host=reject",
	}
	if c.config.Throwaway {
		arguments = append(arguments, "--no-sync")
	}
	command := exec.CommandContext(ctx, c.programs.path("initdb"), arguments...)
	c.place.account.become(command)
	command.Dir = c.place.home
	if output, err := command.CombinedOutput(); err != nil {
		return fmt.Errorf("initdb: %w\n%s", err, strings.TrimSpace(string(output)))
	}
	return os.Rename(growing, c.place.data())
}

// configure writes the files that are ours before every start: who may connect as whom, and the settings. What an
// operator changes with ALTER SYSTEM comes after them and wins.
func (c *Cluster) configure() error {
	main, err := os.ReadFile(c.place.file("data/postgresql.conf"))
	if err != nil {
		return err
	}
	const include = "include_if_exists = 'lupakartta.conf'"
	files := map[string]string{
		"pg_hba.conf":     accessRules,
		"pg_ident.conf":   c.place.account.identities(),
		"lupakartta.conf": settings(readMachine(), c.config.Throwaway),
	}
	if !strings.Contains(string(main), include) {
		files["postgresql.conf"] = string(main) + "\n" + include + "\n"
	}
	for name, content := range files {
		if err := c.place.account.replaceFile(c.place.file("data/"+name), content); err != nil {
			return err
		}
	}
	return nil
}

// accessRules let in, through the socket, users whom the operating system names and the map of identities knows.
const accessRules = `# Written at every start. There is no TCP here and no trust.
local  all          all  peer map=lupakartta
local  replication  all  peer map=lupakartta
`

// identities maps users of the operating system to roles: root, and the user that runs the cluster.
func (a account) identities() string {
	users := []string{"root"}
	if a.name != "root" {
		users = append(users, a.name)
	}
	var text strings.Builder
	text.WriteString("# Written at every start: map, user of the operating system, role.\n")
	for _, user := range users {
		for _, role := range append([]string{Role, Superuser}, groups...) {
			fmt.Fprintf(&text, "lupakartta  %q  %s\n", user, role)
		}
	}
	return text.String()
}
