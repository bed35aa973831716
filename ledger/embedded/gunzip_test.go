package embedded

import "testing"

// A file from elsewhere may hold little that unpacks to much.
func TestWhatUnpacksToMuchIsNotThere(t *testing.T) {
	for size, there := range map[int]bool{0: true, 1000: true, 1001: false, 50 << 20: false} {
		packed, err := gzipped(make([]byte, size))
		if err != nil {
			t.Fatal(err)
		}
		if data, err := gunzip(packed, 1000); (err == nil) != there || there && len(data) != size {
			t.Errorf("%d bytes of which 1000 may be: %d, %v", size, len(data), err)
		}
	}
}
