package net

import "golang.org/x/sys/cpu"

// hasVNNI says whether the AVX-512 kernels may run.
var hasVNNI = cpu.X86.HasAVX512F && cpu.X86.HasAVX512BW && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512VNNI

// hasAVX2 says whether the AVX2 kernel may run.
var hasAVX2 = cpu.X86.HasAVX2

// Kernels names the vector instructions in use.
func Kernels() string {
	switch {
	case hasVNNI:
		return "avx512-vnni"
	case hasAVX2:
		return "avx2"
	}
	return "scalar"
}

//go:noescape
func tile512(x *int8, in int, groups int, w *uint8, ws, xs *float32, shift *int32, out *float32, strideBytes int)

//go:noescape
func quantise512(x *float32, blocks int, q *int8) (scale float32, sum int32)

//go:noescape
func sru512(u *float32, uStepBytes, steps int, v, b, c, h *float32, hStepBytes, blocks, rowBytes int)

//go:noescape
func dots512(a, rows *float32, strideBytes, count, blocks int, out *float32)

func tile(x []int8, in int, w []uint8, ws, xs []float32, shift []int32, out []float32, stride int) {
	if !hasVNNI {
		tileScalar(x, in, w, ws, xs, shift, out, stride)
		return
	}
	_ = out[(tileRows-1)*stride+tileCols-1]
	tile512(&x[0], in, in/4, &w[0], &ws[0], &xs[0], &shift[0], &out[0], stride*4)
}

func quantise(x []float32, q []int8) (scale float32, sum int32) {
	if !hasVNNI || len(x)%lanes != 0 {
		return quantiseScalar(x, q)
	}
	_ = q[len(x)-1]
	return quantise512(&x[0], len(x)/lanes, &q[0])
}

func sru(u []float32, at, uStep, steps int, v, b, c, h []float32, hAt, hStep int) {
	if !hasVNNI || len(c)%lanes != 0 || steps == 0 {
		sruScalar(u, at, uStep, steps, v, b, c, h, hAt, hStep)
		return
	}
	_ = u[at+(steps-1)*uStep+4*len(c)-1]
	_ = h[hAt+(steps-1)*hStep+len(c)-1]
	sru512(&u[at], uStep*4, steps, &v[0], &b[0], &c[0], &h[hAt], hStep*4, len(c)/lanes, len(c)*4)
}

func dots(a, g []float32, stride, count int, out []float32) {
	if !hasVNNI || len(a)%lanes != 0 || count == 0 {
		dotsScalar(a, g, stride, count, out)
		return
	}
	_ = g[(count-1)*stride+len(a)-1]
	_ = out[count-1]
	dots512(&a[0], &g[0], stride*4, count, len(a)/lanes, &out[0])
}
