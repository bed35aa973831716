package main

import (
	"entente/engine"
	"entente/reading"
)

// defaultParts wires the packages that the program is made of. Each is built
// when a command first needs it, so that help and version load nothing.
func defaultParts() engine.Parts {
	return engine.Parts{
		Reader: func() (engine.Reader, error) { return reading.New() },
	}
}
