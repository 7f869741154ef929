package expr

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall/scan"
)

// timeLiteral reads DATE '…', TIME '…', TIMESTAMP '…' and TIMESTAMP WITH LOCAL TIME ZONE '…', which Calcite takes as UTC.
func timeLiteral(word string, text scan.Token, pos int) *node {
	n := &node{kind: literalNode, pos: pos}
	var err error
	switch word {
	case "DATE":
		n.typ = datatype.Of(datatype.Date)
		n.value, err = datatype.ParseDateLiteral(text.Value)
	case "TIME":
		n.typ = datatype.TimeType(0)
		n.value, n.typ.Precision, err = datatype.ParseTimeLiteral(text.Value)
	default:
		n.typ = datatype.TimestampType(0)
		n.value, n.typ.Precision, err = datatype.ParseTimestampLiteral(text.Value)
		if word == "TIMESTAMP_LTZ" {
			n.typ.Root = datatype.TimestampLTZ
		}
	}
	n.typ = n.typ.NonNull()
	if err != nil {
		name, _, _ := strings.Cut(word, "_")
		n.err = pgerr.New(pgerr.InvalidDatetimeFormat, "invalid %s literal: %q", name, text.Value).
			WithHint("The form is %s.", timeForms[name]).WithCause(err).At(pos)
	}
	return n
}

var timeForms = map[string]string{"DATE": "yyyy-MM-dd", "TIME": "HH:mm:ss", "TIMESTAMP": "yyyy-MM-dd HH:mm:ss"}
