package forecast

import "fmt"

// Class is a quad class: what kind of act.
type Class int8

// The quad classes of PLOVER and CAMEO.
const (
	VerbalCooperation   Class = 1 + iota // consults, agrees, supports in words
	MaterialCooperation                  // aids, cooperates, yields
	VerbalConflict                       // accuses, demands, threatens, protests in words
	MaterialConflict                     // sanctions, mobilises, coerces, assaults
)

// Classes lists the quad classes.
var Classes = [...]Class{VerbalCooperation, MaterialCooperation, VerbalConflict, MaterialConflict}

var classNames = [...]string{"", "verbal cooperation", "material cooperation", "verbal conflict", "material conflict"}

// String names the class: "verbal conflict".
func (c Class) String() string {
	if c < 1 || int(c) >= len(classNames) {
		return fmt.Sprintf("class %d", int8(c))
	}
	return classNames[c]
}

func (c Class) index() int { return int(c) - 1 }
