package net

import "math"

// The kernels below are the meaning of the arithmetic: the vector versions give
// the same bits. Integer sums are exact; every float step is one rounded
// multiplication, addition or division in a fixed order, never fused.

const (
	// tileRows tokens and tileCols outputs are computed at once; buffers are
	// padded to whole tiles.
	tileRows = 6
	tileCols = 64
	// top is the largest weight and activation, offset what makes them positive.
	// Two products of positive ones sum to less than 1<<15, four to less than
	// 1<<16, so that vector kernels add them in 16 bits.
	top    = 63
	offset = 64
	// lanes is the width of the float kernels' partial sums.
	lanes = 16
)

// packed is a weight matrix [out, in] of numbers from -top to top, laid out for
// the tile kernels: for each block of tileCols outputs and each group of four
// inputs, four bytes of each output, raised by offset so that none is negative.
type packed struct {
	out, in int // as given; out is padded to tileCols in the data
	bytes   []uint8
	scale   []float32 // of each output, padded with zeros
	shift   []int32   // offset * sum of an output's bytes, which undoes an offset of the activations
}

// pack lays out w [out, in], its numbers cut to -top to top; in must be a multiple of
// eight.
func pack(w []int8, scale []float32, out, in int) packed {
	blocks := (out + tileCols - 1) / tileCols
	p := packed{out: out, in: in, bytes: make([]uint8, blocks*tileCols*in), scale: make([]float32, blocks*tileCols), shift: make([]int32, blocks*tileCols)}
	copy(p.scale, scale[:out])
	for i := range p.bytes {
		p.bytes[i] = offset
	}
	for o := range p.shift {
		p.shift[o] = offset * offset * int32(in)
	}
	for o := range out {
		base := (o/tileCols)*tileCols*in + (o%tileCols)*4
		for k := range in {
			q := min(max(int(w[o*in+k]), -top), top)
			p.bytes[base+(k/4)*tileCols*4+k%4] = uint8(q + offset)
			p.shift[o] += offset * int32(q)
		}
	}
	return p
}

// cols is the number of outputs with padding.
func (p *packed) cols() int { return len(p.scale) }

// activations are token rows quantised to -top to top with a scale a row.
type activations struct {
	in     int
	q      []int8    // rows * in
	scale  []float32 // of each row
	shift  []int32   // offset * sum of the row, which undoes the weights' offset
	raised []uint8   // q + offset, as prepare leaves it where the kernels want it
}

func (a *activations) resize(rows, in int) {
	rows = (rows + tileRows - 1) / tileRows * tileRows
	a.in = in
	a.q = grow(a.q, rows*in)
	a.scale = grow(a.scale, rows)
	a.shift = grow(a.shift, rows)
}

// set quantises x into row i; len(x) must be a multiple of lanes.
func (a *activations) set(i int, x []float32) {
	scale, sum := quantise(x, a.q[i*a.in:(i+1)*a.in])
	a.scale[i], a.shift[i] = scale, offset*sum
}

// clear zeroes rows [from, to).
func (a *activations) clear(from, to int) {
	clear(a.q[from*a.in : to*a.in])
	clear(a.scale[from:to])
	clear(a.shift[from:to])
}

// multiply computes out[i] = p x_i for rows tokens; out has rows padded to
// tileRows, each of p.cols() floats, of which the last, from p.out on, may stay as they were.
func (p *packed) multiply(a *activations, rows int, out []float32) {
	padded := (rows + tileRows - 1) / tileRows * tileRows
	a.clear(rows, padded)
	prepare(a, padded)
	cols := p.cols()
	for block := 0; block < cols; block += tileCols {
		w := p.bytes[block*p.in : (block+tileCols)*p.in]
		ws := p.scale[block : block+tileCols]
		for row := 0; row < padded; row += tileRows {
			tile(a, row, w, ws, p.shift[block:block+tileCols], min(p.out-block, tileCols), out[row*cols+block:], cols)
		}
	}
}

// tileScalar computes tileRows by tileCols outputs.
func tileScalar(a *activations, first int, w []uint8, ws, out []float32, stride int) {
	for r := range tileRows {
		at := first + r
		row := a.q[at*a.in : (at+1)*a.in]
		for c := range tileCols {
			sum := -a.shift[at]
			for k := 0; k < a.in; k += 4 {
				q := w[k*tileCols+c*4:][:4]
				sum += int32(row[k])*int32(q[0]) + int32(row[k+1])*int32(q[1]) + int32(row[k+2])*int32(q[2]) + int32(row[k+3])*int32(q[3])
			}
			out[r*stride+c] = float32(float32(float32(sum)*a.scale[at]) * ws[c])
		}
	}
}

// quantiseScalar writes x as steps, -top to top, of the returned scale and returns their sum.
func quantiseScalar(x []float32, q []int8) (scale float32, sum int32) {
	var largest float32
	for _, v := range x {
		if v < 0 {
			v = -v
		}
		if v > largest {
			largest = v
		}
	}
	if largest == 0 {
		clear(q)
		return 0, 0
	}
	inverse := top / largest
	for i, v := range x {
		n := int8(math.RoundToEven(float64(float32(v * inverse))))
		q[i] = n
		sum += int32(n)
	}
	return largest / top, sum
}

// strided is rows of tokens: where the first starts and how far apart they are.
type strided struct {
	x        []float32
	at, step int
}

// sruScalar runs one direction of a simple recurrent unit (Lei et al. 2018) over
// steps tokens. u has 3n floats a token (candidate, forget, reset), k n floats,
// the highway, h gets n floats; v and b hold the forget row and the reset row; c
// is the state, n floats.
func sruScalar(u, k strided, v, b, c []float32, h strided, steps int) {
	n := len(c)
	for t := range steps {
		gates, highway, out := u.x[u.at+t*u.step:], k.x[k.at+t*k.step:], h.x[h.at+t*h.step:]
		for j := range n {
			z := gates[j]
			f := sigmoid(float32(gates[n+j]+float32(v[j]*c[j])) + b[j])
			r := sigmoid(float32(gates[2*n+j]+float32(v[n+j]*c[j])) + b[n+j])
			state := float32(f*c[j]) + float32(float32(1-f)*z)
			c[j] = state
			out[j] = float32(r*state) + float32(float32(1-r)*highway[j])
		}
	}
}

// Coefficients of sigmoid, a rational approximation whose error stays below
// 3e-5, far below a step of the activations made of it. They are fitted to the
// least largest error within sigmoidEnd.
const (
	sigmoidEnd = 10.5
	p0         = 0.24993839
	p1         = 0.00630458719
	p2         = 9.85688091e-06
	q1         = 0.108378454
	q2         = 0.000774383119
)

// sigmoid is about 1/(1+exp(-x)).
func sigmoid(x float32) float32 {
	x = min(max(x, -sigmoidEnd), sigmoidEnd)
	s := float32(x * x)
	p := float32(float32(s*p2) + p1)
	p = float32(float32(s*p) + p0)
	p = float32(x * p)
	q := float32(float32(s*q2) + q1)
	q = float32(float32(s*q) + 1)
	return float32(float32(p/q) + 0.5)
}

// dotsScalar computes out[j] = a . g_j for count rows g_j of len(a) floats at
// every stride floats; len(a) is a multiple of lanes. Partial sums run in lanes
// and are joined by halves.
func dotsScalar(a, g []float32, stride, count int, out []float32) {
	for j := range count {
		var acc [lanes]float32
		row := g[j*stride : j*stride+len(a)]
		for k := 0; k < len(a); k += lanes {
			for l := range lanes {
				acc[l] = float32(acc[l] + float32(a[k+l]*row[k+l]))
			}
		}
		for w := lanes / 2; w > 0; w /= 2 {
			for l := range w {
				acc[l] = float32(acc[l] + acc[l+w])
			}
		}
		out[j] = acc[0]
	}
}

func grow[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n, n+n/4)
	}
	return s[:n]
}
