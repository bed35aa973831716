package embedded

import (
	"bytes"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
)

func packedBy(t *testing.T, data []byte) []byte {
	t.Helper()
	packed, err := gzipped(data)
	if err != nil {
		t.Fatal(err)
	}
	return packed
}

// A file from elsewhere may hold little that unpacks to much.
func TestWhatUnpacksToMuchIsNotThere(t *testing.T) {
	for size, there := range map[int]bool{0: true, 1: true, 1000: true, 1001: false, 50 << 20: false} {
		if data, err := gunzip(packedBy(t, make([]byte, size)), 1000); (err == nil) != there || there && len(data) != size {
			t.Errorf("%d bytes of which 1000 may be: %d, %v", size, len(data), err)
		}
	}
}

// What says that it unpacks to less than it does, or to more, is damaged, and takes no
// room.
func TestWhatSaysAnotherSizeIsNotThere(t *testing.T) {
	much := packedBy(t, make([]byte, 64<<20))
	copy(much[len(much)-4:], []byte{1, 0, 0, 0})
	little := packedBy(t, []byte("kin"))
	copy(little[len(little)-4:], []byte{0, 0, 0, 16})
	two := append(packedBy(t, []byte("kin")), packedBy(t, []byte("kin"))...)
	for name, packed := range map[string][]byte{"too little": much, "too much": little, "one of two": two} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		data, err := gunzip(packed, 512<<20)
		runtime.ReadMemStats(&after)
		if err == nil {
			t.Errorf("it says %s: %d bytes", name, len(data))
		}
		if n := after.TotalAlloc - before.TotalAlloc; n > 16<<20 {
			t.Errorf("it says %s: %d bytes were taken", name, n)
		}
	}
}

func TestWhatIsPackedUnpacksAndDamageIsSeen(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 9))
	for range 300 {
		data := make([]byte, random.IntN(3000))
		for i := range data {
			data[i] = "kin d-0123456789"[random.IntN(16)]
		}
		packed := packedBy(t, data)
		if got, err := gunzip(packed, 3000); err != nil || !bytes.Equal(got, data) {
			t.Fatalf("%d bytes: %d, %v", len(data), len(got), err)
		}
		damaged := slices.Clone(packed)
		damaged[10+random.IntN(len(damaged)-10)] ^= byte(1 + random.IntN(255))
		for _, p := range [][]byte{damaged, packed[:random.IntN(len(packed))]} {
			if got, err := gunzip(p, 3000); err == nil && !bytes.Equal(got, data) {
				t.Fatalf("%d bytes that are damaged: %d others", len(data), len(got))
			}
		}
	}
}
