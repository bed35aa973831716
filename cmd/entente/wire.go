package main

import "entente/engine"

// defaultParts wires the packages that the program is made of.
func defaultParts() engine.Parts { return engine.Parts{} }
