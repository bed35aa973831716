package forecast

// Where the numbers of a row stand. A count is told at the four rates of a
// counter, or at those named, as log(1+8n); a share as it is.
const (
	fSRO    = 0  // s did r to o: 4 counts
	fSROs   = 4  // share of o in what s did by r, at 15 days and ever
	fSO     = 6  // anything between s and o: 4 counts
	fOut    = 10 // s on o, at 15 days and ever
	fIn     = 12 // o on s
	fSOs    = 14 // share of o in all that s has part in, at 15 days and ever
	fRule   = 16 // counted rules: the best, and all together
	fRO     = 18 // anybody's r to o: 4 counts
	fROs    = 22 // share of o in r, at 15 days and ever
	fO      = 24 // anything of o: 4 counts
	fCRO    = 28 // r to o of the country of s: 3 counts, and the share
	fCRC    = 32 // r of country to country, at 15 days and ever
	fCC     = 34 // anything between the countries
	fSC     = 35 // s with the country of o: 2 counts, and the share
	fSRS    = 38 // r of sector to sector
	fHop    = 39 // two steps away; what neighbours, and those alike, do by r
	fSame   = 42 // one country, one sector
	fBack   = 44 // backed-off probabilities at three rates
	fSide   = 47 // o on the side that is asked for, at 15 days and ever
	fNew    = 49 // how often o met somebody for the first time, and how many it knows
	fKnow   = 52 // anything between the country of s and o
	fARC    = 54 // r of s to the country of o
	fARS    = 56 // r of s to the sector of o; two places behind it stay empty
	numbers = 60 // padded to fours
)

// What is told by buckets of days since it was last seen.
const (
	hSRO   = iota // s did r to o
	hSO           // anything between s and o
	hRO           // anybody's r to o
	hO            // anything of o
	hCRO          // r to o of the country of s
	hJoint        // s did r to o: days since, and how often
	hots
)

// buckets is how many a column of buckets has; never stands for what was not
// seen.
const (
	buckets = 12
	never   = buckets - 1
)

const weights = numbers + hots*buckets

// bucketing tells the bucket of days, each bucket up to its limit.
func bucketing(limits ...int32) (b [decayDays]uint8) {
	for d := range b {
		i := 0
		for i < len(limits) && int32(d) > limits[i] {
			i++
		}
		b[d] = uint8(i)
	}
	return b
}

var (
	bucketOf     = bucketing(1, 2, 3, 5, 8, 14, 30, 60, 120, 240)
	ruleBucketOf = bucketing(ruleLimits[:len(ruleLimits)-1]...)
)

// ruleBuckets are seven of days and three of how often; older acts start no
// rule.
const (
	ruleBuckets = 7 * 3
	ruleDays    = 200
)

func recency(days int32) uint8 {
	if days >= decayDays {
		return never - 1
	}
	return bucketOf[days]
}

// joint is a bucket of recency and frequency together.
func joint(days int32, n float32) uint8 {
	b := uint8(0)
	switch {
	case days <= 1:
	case days <= 4:
		b = 3
	case days <= 20:
		b = 6
	default:
		return 9
	}
	switch {
	case n < 1.5:
	case n < 4.5:
		b++
	default:
		b += 2
	}
	return b
}

// ruleBucket is the bucket of an act so many days ago and so often seen.
func ruleBucket(days int32, n float32) int {
	b := int(ruleBucketOf[days]) * 3
	switch {
	case n > 3.5:
		b += 2
	case n > 1.5:
		b++
	}
	return b
}
