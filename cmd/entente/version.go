package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// version is set by the linker for releases.
var version = ""

// build is what "entente version" prints.
type build struct {
	Version string `json:"version"`
	Commit  string `json:"commit,omitempty"`
	Go      string `json:"go"`
	System  string `json:"system"`
}

func (a *app) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version of the program",
		Args:  args(0, 0, "nothing"),
		RunE: func(*cobra.Command, []string) error {
			b := build{Version: version, Go: runtime.Version(), System: runtime.GOOS + "/" + runtime.GOARCH}
			if b.Version == "" {
				b.Version = "development"
			}
			if info, ok := debug.ReadBuildInfo(); ok {
				for _, s := range info.Settings {
					if s.Key == "vcs.revision" {
						b.Commit = s.Value
					}
				}
			}
			return a.print(b, func() {
				fmt.Fprintf(a.out, "entente %s", b.Version)
				if b.Commit != "" {
					fmt.Fprintf(a.out, " (%s)", b.Commit)
				}
				fmt.Fprintf(a.out, ", %s, %s\n", b.Go, b.System)
			})
		},
	}
}
