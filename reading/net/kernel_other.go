//go:build !amd64

package net

func prepare(*activations, int) {}

func tile(a *activations, row int, w []uint8, ws []float32, _ []int32, _ int, out []float32, stride int) {
	tileScalar(a, row, w, ws, out, stride)
}

func quantise(x []float32, q []int8) (scale float32, sum int32) { return quantiseScalar(x, q) }

func sru(u, k strided, v, b, c []float32, h strided, steps int) {
	sruScalar(u, k, v, b, c, h, steps)
}

func dots(a, g []float32, stride, count int, out []float32) { dotsScalar(a, g, stride, count, out) }

// Kernels names the vector instructions in use.
func Kernels() string { return "scalar" }
