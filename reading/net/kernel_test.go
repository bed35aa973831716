package net

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func randomFloats(r *rand.Rand, n int, spread float64) []float32 {
	x := make([]float32, n)
	for i := range x {
		x[i] = float32(r.NormFloat64() * spread)
	}
	return x
}

func TestTileAgreesWithScalarBitForBit(t *testing.T) { eachLevel(t, tileAgreesWithScalarBitForBit) }

func tileAgreesWithScalarBitForBit(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, in := range []int{8, 64, 96, 160, 384} {
		out, rows := 70, 13
		w := make([]int8, out*in)
		for i := range w {
			w[i] = int8(r.IntN(2*top+1) - top)
		}
		p := pack(w, randomFloats(r, out, .01), out, in)
		var a activations
		a.resize(rows, in)
		for i := range a.q {
			a.q[i] = int8(r.IntN(2*top+1) - top)
		}
		for i := range rows {
			var sum int32
			for _, q := range a.q[i*in : (i+1)*in] {
				sum += int32(q)
			}
			a.scale[i], a.shift[i] = float32(r.Float64()), offset*sum
		}
		got := make([]float32, 18*p.cols())
		want := make([]float32, 18*p.cols())
		p.multiply(&a, rows, got)
		for row := 0; row < 18; row += tileRows {
			for b := 0; b < p.cols(); b += tileCols {
				tileScalar(&a, row, p.bytes[b*in:(b+tileCols)*in], p.scale[b:], want[row*p.cols()+b:], p.cols())
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("in=%d: %s", in, diff)
		}
		// And the scalar version computes the product.
		var sum float64
		for k := range in {
			sum += float64(w[3*in+k]) * float64(a.q[2*in+k])
		}
		sum *= float64(a.scale[2]) * float64(p.scale[3])
		if d := math.Abs(sum - float64(got[2*p.cols()+3])); d > 1e-4*(1+math.Abs(sum)) {
			t.Errorf("in=%d: row 2, output 3 is %v, want %v", in, got[2*p.cols()+3], sum)
		}
	}
}

// Sums of the largest numbers of both signs must not wrap.
func TestTileOfExtremes(t *testing.T) { eachLevel(t, tileOfExtremes) }

func tileOfExtremes(t *testing.T) {
	const in, out = 512, 64
	for _, signs := range [][2]int8{{1, 1}, {1, -1}, {-1, 1}, {-1, -1}} {
		w := make([]int8, in*out)
		scale := make([]float32, out)
		for i := range w {
			w[i] = signs[0] * top
		}
		for i := range scale {
			scale[i] = 1
		}
		p := pack(w, scale, out, in)
		var a activations
		a.resize(tileRows, in)
		for i := range a.q {
			a.q[i] = signs[1] * top
		}
		for i := range tileRows {
			a.scale[i], a.shift[i] = 1, offset*int32(signs[1])*top*in
		}
		got := make([]float32, tileRows*out)
		p.multiply(&a, tileRows, got)
		want := float32(int(signs[0]) * int(signs[1]) * top * top * in)
		for i, v := range got {
			if v != want {
				t.Fatalf("signs %v: output %d is %v, want %v", signs, i, v, want)
			}
		}
	}
}

func TestQuantiseAgreesWithScalar(t *testing.T) { eachLevel(t, quantiseAgreesWithScalar) }

func quantiseAgreesWithScalar(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for _, n := range []int{16, 160, 320} {
		for _, spread := range []float64{0, 1e-6, 1, 1e6} {
			x := randomFloats(r, n, spread)
			got, want := make([]int8, n), make([]int8, n)
			gs, gn := quantise(x, got)
			ws, wn := quantiseScalar(x, want)
			if gs != ws || gn != wn || !cmp.Equal(got, want) {
				t.Fatalf("n=%d spread=%g: scale %v sum %d, want %v %d; %s", n, spread, gs, gn, ws, wn, cmp.Diff(want, got))
			}
		}
	}
}

func TestRecurrenceAgreesWithScalar(t *testing.T) { eachLevel(t, recurrenceAgreesWithScalar) }

func recurrenceAgreesWithScalar(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 6))
	const n, steps = 32, 9
	u, k := randomFloats(r, 4*n*steps, 3), randomFloats(r, 2*n*steps, 1)
	v, b := randomFloats(r, 2*n, 1), randomFloats(r, 2*n, 1)
	for _, way := range []int{1, -1} {
		first := 0
		if way < 0 {
			first = steps - 1
		}
		for name, highway := range map[string]strided{
			"own":   {u, first*4*n + 3*n, way * 4 * n},
			"below": {k, first*2*n + n, way * 2 * n},
		} {
			got, want := make([]float32, 2*n*steps), make([]float32, 2*n*steps)
			gates := strided{u, first * 4 * n, way * 4 * n}
			sru(gates, highway, v, b, make([]float32, n), strided{got, first * 2 * n, way * 2 * n}, steps)
			sruScalar(gates, highway, v, b, make([]float32, n), strided{want, first * 2 * n, way * 2 * n}, steps)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Fatalf("direction %d, highway %s: %s", way, name, diff)
			}
		}
	}
}

func TestDotsAgreeWithScalar(t *testing.T) { eachLevel(t, dotsAgreeWithScalar) }

func dotsAgreeWithScalar(t *testing.T) {
	r := rand.New(rand.NewPCG(7, 8))
	a, g := randomFloats(r, 96, 1), randomFloats(r, 100*11, 1)
	got, want := make([]float32, 11), make([]float32, 11)
	dots(a, g, 100, 11, got)
	dotsScalar(a, g, 100, 11, want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatal(diff)
	}
}

func TestSigmoid(t *testing.T) {
	for x := -30.0; x <= 30; x += .037 {
		if d := math.Abs(float64(sigmoid(float32(x))) - 1/(1+math.Exp(-x))); d > 3e-5 {
			t.Fatalf("sigmoid(%g) is off by %g", x, d)
		}
	}
}

func BenchmarkMultiply(b *testing.B) {
	eachLevelBench(b, multiplyBench)
}

func multiplyBench(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	const out, in, rows = 1280, 320, 240
	w := make([]int8, out*in)
	for i := range w {
		w[i] = int8(r.IntN(2*top+1) - top)
	}
	p := pack(w, randomFloats(r, out, .01), out, in)
	var a activations
	a.resize(rows, in)
	dst := make([]float32, rows*p.cols())
	b.SetBytes(out * in * rows)
	for b.Loop() {
		p.multiply(&a, rows, dst)
	}
}
