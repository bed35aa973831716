//go:build !amd64

package net

func prepare(*activations, int) {}

func tile(a *activations, row int, w []uint8, ws, out []float32, stride int) {
	tileScalar(a, row, w, ws, out, stride)
}

func quantise(x []float32, q []int8) (scale float32, sum int32) { return quantiseScalar(x, q) }

func sru(u []float32, at, uStep, steps int, v, b, c, h []float32, hAt, hStep int) {
	sruScalar(u, at, uStep, steps, v, b, c, h, hAt, hStep)
}

func dots(a, g []float32, stride, count int, out []float32) { dotsScalar(a, g, stride, count, out) }

// Kernels names the vector instructions in use.
func Kernels() string { return "scalar" }
