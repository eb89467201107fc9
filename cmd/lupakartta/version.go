package main

import (
	"fmt"
	"runtime/debug"
)

// version is set by the build (-ldflags "-X main.version=…").
var version string

type versionCommand struct{ jsonFlag }

func (c *versionCommand) Run(p *program) error {
	if c.JSON {
		return p.printJSON(map[string]string{"version": versionName()})
	}
	_, err := fmt.Fprintln(p.stdout, "lupakartta", versionName())
	return err
}

// versionName is the build's version, or the commit it was built from.
func versionName() string {
	if version != "" {
		return version
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision, modified := "", ""
	for _, setting := range info.Settings {
		switch {
		case setting.Key == "vcs.revision" && len(setting.Value) >= 12:
			revision = setting.Value[:12]
		case setting.Key == "vcs.modified" && setting.Value == "true":
			modified = "+"
		}
	}
	if revision == "" {
		return "unknown"
	}
	return revision + modified
}
