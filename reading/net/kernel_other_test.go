//go:build !amd64

package net

import "testing"

func eachLevel(t *testing.T, test func(*testing.T)) { test(t) }

func eachLevelBench(b *testing.B, bench func(*testing.B)) { bench(b) }

func scalarly(f func()) { f() }
