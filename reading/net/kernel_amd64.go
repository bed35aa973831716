package net

import "golang.org/x/sys/cpu"

// level is the widest vector instructions that may be used.
type level int

const (
	levelScalar level = iota
	levelAVX2
	levelVNNI // AVX-512 with VNNI
)

// widest is what this machine has. Tests lower it to compare the kernels.
var widest = detect()

func detect() level {
	x := &cpu.X86
	switch {
	case x.HasAVX512F && x.HasAVX512BW && x.HasAVX512DQ && x.HasAVX512VL && x.HasAVX512VNNI:
		return levelVNNI
	case x.HasAVX2:
		return levelAVX2
	}
	return levelScalar
}

// Kernels names the vector instructions in use.
func Kernels() string { return [...]string{"scalar", "avx2", "avx512-vnni"}[widest] }

//go:noescape
func tile512(x *int8, in int, groups int, w *uint8, ws, xs *float32, shift *int32, out *float32, strideBytes int)

//go:noescape
func tile256(x *uint8, in, pairs int, w *uint8, ws, xs *float32, shift, wshift *int32, out *float32, strideBytes, outs int)

//go:noescape
func raise256(x *int8, blocks int, raised *uint8)

//go:noescape
func quantise512(x *float32, blocks int, q *int8) (scale float32, sum int32)

//go:noescape
func quantise256(x *float32, blocks int, q *int8) (scale float32, sum int32)

//go:noescape
func sru512(u *float32, uStepBytes, steps int, v, b, c, h *float32, hStepBytes, blocks, rowBytes int, k *float32, kStepBytes int)

//go:noescape
func sru256(u *float32, uStepBytes, steps int, v, b, c, h *float32, hStepBytes, blocks, rowBytes int, k *float32, kStepBytes int)

//go:noescape
func dots512(a, rows *float32, strideBytes, count, blocks int, out *float32)

//go:noescape
func dots256(a, rows *float32, strideBytes, count, blocks int, out *float32)

// prepare brings the first rows of a into the form that tile reads.
func prepare(a *activations, rows int) {
	if widest != levelAVX2 {
		return
	}
	n := rows * a.in
	a.raised = grow(a.raised, n)
	blocks := n / 32
	if blocks > 0 {
		raise256(&a.q[0], blocks, &a.raised[0])
	}
	for i := blocks * 32; i < n; i++ {
		a.raised[i] = uint8(a.q[i] + offset)
	}
}

// tile computes tileRows by tileCols outputs from row on, which start at out[0]
// and are stride apart. w, ws and wshift are a block of weights, its scales and
// shifts, of which the first used are more than padding.
func tile(a *activations, row int, w []uint8, ws []float32, wshift []int32, used int, out []float32, stride int) {
	_ = out[(tileRows-1)*stride+tileCols-1]
	xs, shift := a.scale[row:row+tileRows], a.shift[row:row+tileRows]
	switch widest {
	case levelVNNI:
		tile512(&a.q[row*a.in], a.in, a.in/4, &w[0], &ws[0], &xs[0], &shift[0], &out[0], stride*4)
	case levelAVX2:
		tile256(&a.raised[row*a.in], a.in, a.in/8, &w[0], &ws[0], &xs[0], &shift[0], &wshift[0], &out[0], stride*4, (used+15)/16*64)
	default:
		tileScalar(a, row, w, ws, out, stride)
	}
}

func quantise(x []float32, q []int8) (scale float32, sum int32) {
	_ = q[len(x)-1]
	switch {
	case widest == levelVNNI && len(x)%16 == 0:
		return quantise512(&x[0], len(x)/16, &q[0])
	case widest == levelAVX2 && len(x)%8 == 0:
		return quantise256(&x[0], len(x)/8, &q[0])
	}
	return quantiseScalar(x, q)
}

func sru(u, k strided, v, b, c []float32, h strided, steps int) {
	if steps == 0 || widest == levelScalar || len(c)%lanes != 0 {
		sruScalar(u, k, v, b, c, h, steps)
		return
	}
	_ = u.x[u.at+(steps-1)*u.step+3*len(c)-1]
	_ = k.x[k.at+(steps-1)*k.step+len(c)-1]
	_ = h.x[h.at+(steps-1)*h.step+len(c)-1]
	if widest == levelVNNI {
		sru512(&u.x[u.at], u.step*4, steps, &v[0], &b[0], &c[0], &h.x[h.at], h.step*4, len(c)/16, len(c)*4, &k.x[k.at], k.step*4)
		return
	}
	sru256(&u.x[u.at], u.step*4, steps, &v[0], &b[0], &c[0], &h.x[h.at], h.step*4, len(c)/8, len(c)*4, &k.x[k.at], k.step*4)
}

func dots(a, g []float32, stride, count int, out []float32) {
	if count == 0 || widest == levelScalar || len(a)%lanes != 0 {
		dotsScalar(a, g, stride, count, out)
		return
	}
	_ = g[(count-1)*stride+len(a)-1]
	_ = out[count-1]
	if widest == levelVNNI {
		dots512(&a[0], &g[0], stride*4, count, len(a)/lanes, &out[0])
		return
	}
	dots256(&a[0], &g[0], stride*4, count, len(a)/lanes, &out[0])
}
