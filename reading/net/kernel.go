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
	// lanes is the width of the float kernels' partial sums.
	lanes = 16
)

// packed is an int8 weight matrix [out, in] laid out for the tile kernels: for
// each block of tileCols outputs and each group of four inputs, four bytes of
// each output, offset by 128 so that they are unsigned.
type packed struct {
	out, in int // as given; out is padded to tileCols in the data
	bytes   []uint8
	scale   []float32 // of each output, padded with zeros
}

// pack lays out w [out, in]; in must be a multiple of four.
func pack(w []int8, scale []float32, out, in int) packed {
	blocks := (out + tileCols - 1) / tileCols
	p := packed{out: out, in: in, bytes: make([]uint8, blocks*tileCols*in), scale: make([]float32, blocks*tileCols)}
	copy(p.scale, scale[:out])
	for i := range p.bytes {
		p.bytes[i] = 128
	}
	for o := range out {
		base := (o/tileCols)*tileCols*in + (o%tileCols)*4
		for k := range in {
			p.bytes[base+(k/4)*tileCols*4+k%4] = uint8(int(w[o*in+k]) + 128)
		}
	}
	return p
}

// cols is the number of outputs with padding.
func (p *packed) cols() int { return len(p.scale) }

// activations are token rows quantised to int8 with a scale a row.
type activations struct {
	in    int
	q     []int8    // rows * in
	scale []float32 // of each row
	shift []int32   // 128 * sum of the row, which undoes the weights' offset
	wide  []int16   // q as prepare leaves it where the kernels want it wider
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
	a.scale[i], a.shift[i] = scale, 128*sum
}

// clear zeroes rows [from, to).
func (a *activations) clear(from, to int) {
	clear(a.q[from*a.in : to*a.in])
	clear(a.scale[from:to])
	clear(a.shift[from:to])
}

// multiply computes out[i] = p x_i for rows tokens; out has rows padded to
// tileRows, each of p.cols() floats.
func (p *packed) multiply(a *activations, rows int, out []float32) {
	padded := (rows + tileRows - 1) / tileRows * tileRows
	a.clear(rows, padded)
	prepare(a, padded)
	cols := p.cols()
	for block := 0; block < cols; block += tileCols {
		w := p.bytes[block*p.in : (block+tileCols)*p.in]
		ws := p.scale[block : block+tileCols]
		for row := 0; row < padded; row += tileRows {
			tile(a, row, w, ws, out[row*cols+block:], cols)
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

// quantiseScalar writes x as int8 steps of the returned scale and returns their sum.
func quantiseScalar(x []float32, q []int8) (scale float32, sum int32) {
	var top float32
	for _, v := range x {
		if v < 0 {
			v = -v
		}
		if v > top {
			top = v
		}
	}
	if top == 0 {
		clear(q)
		return 0, 0
	}
	inverse := 127 / top
	for i, v := range x {
		n := int8(math.RoundToEven(float64(float32(v * inverse))))
		q[i] = n
		sum += int32(n)
	}
	return top / 127, sum
}

// sruScalar runs one direction of a simple recurrent unit (Lei et al. 2018) over
// steps tokens. u has 4n floats a token (candidate, forget, reset, highway) at
// every uStep floats, h gets n floats at every hStep; v and b hold the forget
// row and the reset row; c is the state, n floats.
func sruScalar(u []float32, at, uStep, steps int, v, b, c, h []float32, hAt, hStep int) {
	n := len(c)
	for range steps {
		for j := range n {
			uz, uf, ur, uk := u[at+j], u[at+n+j], u[at+2*n+j], u[at+3*n+j]
			f := sigmoid(float32(uf+float32(v[j]*c[j])) + b[j])
			r := sigmoid(float32(ur+float32(v[n+j]*c[j])) + b[n+j])
			state := float32(f*c[j]) + float32(float32(1-f)*uz)
			c[j] = state
			h[hAt+j] = float32(r*state) + float32(float32(1-r)*uk)
		}
		at += uStep
		hAt += hStep
	}
}

// Coefficients of the rational approximation of tanh on [-tanhEnd, tanhEnd]
// that the linear algebra library Eigen uses; the error stays below 4e-7.
const (
	tanhEnd = 7.90531110763549805
	a13     = -2.76076847742355e-16
	a11     = 2.00018790482477e-13
	a9      = -8.60467152213735e-11
	a7      = 5.12229709037114e-08
	a5      = 1.48572235717979e-05
	a3      = 6.37261928875436e-04
	a1      = 4.89352455891786e-03
	b6      = 1.19825839466702e-06
	b4      = 1.18534705686654e-04
	b2      = 2.26843463243900e-03
	b0      = 4.89352518554385e-03
)

// sigmoid is 1/(1+exp(-x)) as (1+tanh(x/2))/2.
func sigmoid(x float32) float32 {
	y := float32(x * 0.5)
	y = min(max(y, -tanhEnd), tanhEnd)
	s := float32(y * y)
	p := float32(float32(s*a13) + a11)
	p = float32(float32(s*p) + a9)
	p = float32(float32(s*p) + a7)
	p = float32(float32(s*p) + a5)
	p = float32(float32(s*p) + a3)
	p = float32(float32(s*p) + a1)
	p = float32(y * p)
	q := float32(float32(s*b6) + b4)
	q = float32(float32(s*q) + b2)
	q = float32(float32(s*q) + b0)
	return float32(float32(float32(p/q)*0.5) + 0.5)
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
