package expr

// frameKind is the kind of a construct that is open while tokens are lowered.
type frameKind uint8

const (
	groupFrame   frameKind = iota // ( … )
	callFrame                     // name( … ), IN ( … ), ROW( … )
	bracketFrame                  // ARRAY[ … ], MAP[ … ], x[ … ]
	castFrame                     // CAST( … AS
	caseFrame                     // CASE … END
	tailFrame                     // the operand after NOT, LIKE, BETWEEN, IS DISTINCT FROM: ends where a weaker operator follows
	lowFrame                      // between BETWEEN and its AND
)

// The precedence of Calcite's operators (SqlStdOperatorTable): a higher number binds tighter.
const (
	orLevel        = 22
	andLevel       = 24
	notLevel       = 26
	isLevel        = 28
	compareLevel   = 30
	predicateLevel = 32
	addLevel       = 40
	multiplyLevel  = 60
)

// frame is an open construct.
type frame struct {
	kind  frameKind
	level int   // tailFrame, lowFrame: ends before an operator of this level or a lower one
	start int   // the first piece of what it will be an operand of
	begin int   // the piece that its first argument begins with
	node  *node // nil for a group
	args  int   // how many commas were read
	form  *callForm
	step  int // how many separators of the form were read
}

// callForm is a function whose arguments are separated by words.
type callForm struct {
	commas     bool     // it may be called in the usual way, too
	separators []string // the words between arguments, in order
	least      int      // how many of them must be there
	unitFirst  bool     // the first argument is a time unit
	unitLast   bool     // the last argument is a time unit
	trims      bool     // begins with BOTH, LEADING or TRAILING
}

// callForms are the functions of SQL with words between their arguments.
var callForms = map[string]*callForm{
	"EXTRACT":       {separators: []string{"FROM"}, least: 1, unitFirst: true},
	"POSITION":      {separators: []string{"IN", "FROM"}, least: 1},
	"SUBSTRING":     {commas: true, separators: []string{"FROM", "FOR"}, least: 1},
	"OVERLAY":       {separators: []string{"PLACING", "FROM", "FOR"}, least: 2},
	"TRIM":          {separators: []string{"FROM"}, trims: true},
	"FLOOR":         {commas: true, separators: []string{"TO"}, unitLast: true},
	"CEIL":          {commas: true, separators: []string{"TO"}, unitLast: true},
	"CEILING":       {commas: true, separators: []string{"TO"}, unitLast: true},
	"TIMESTAMPADD":  {commas: true, unitFirst: true},
	"TIMESTAMPDIFF": {commas: true, unitFirst: true},
}
