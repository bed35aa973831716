package forecast

// pageSize is how many numbers a page of paged holds.
const pageSize = 256

// paged tells the place of a number in a list, page by page: as quick as an
// array, and small where few numbers have one. The zero paged is empty.
type paged [][]int32

// at is the place of a number, -1 where it has none.
func (p paged) at(n int32) int32 {
	if page := int(n / pageSize); page < len(p) && p[page] != nil {
		return p[page][n%pageSize] - 1
	}
	return -1
}

// set gives a number a place.
func (p *paged) set(n, place int32) {
	page := int(n / pageSize)
	for page >= len(*p) {
		*p = append(*p, nil)
	}
	if (*p)[page] == nil {
		(*p)[page] = make([]int32, pageSize)
	}
	(*p)[page][n%pageSize] = place + 1
}
