package sqlcall

import (
	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/sqlcall/expr"
)

// Statement is one parsed statement: a pointer to one of the types of this file.
type Statement interface{ statement() }

// Located is a statement with its place in the text that was parsed.
type Located struct {
	Statement
	Text     string // without the semicolon and surrounding blanks
	Position int    // of its first character in the parsed text: 0-based, in characters
	Params   int    // the highest $n in it
}

// CallForm says how a call was written.
type CallForm uint8

// The forms of a call.
const (
	FormCall  CallForm = iota // CALL p(args)
	FormTable                 // SELECT * FROM p(args) [AS t], SELECT * FROM TABLE(p(args))
)

// Call is a CALL, or a SELECT of all columns from a procedure.
type Call struct {
	Form    CallForm
	Name    catalog.Name
	NamePos int // of the name, 1-based, in characters
	Args    []Argument
	Limit   int64    // FormTable: LIMIT n; -1 where there is none
	Alias   string   // FormTable: p() AS t, folded as PostgreSQL does; empty where there is none
	Columns []string // FormTable: p() AS t (a, b): new names of the first columns
}

// Argument is one argument of a call.
type Argument struct {
	Name    string // as written; empty where it is positional
	Quoted  bool   // the name was quoted
	Pos     int    // 1-based, in characters
	Default bool   // the keyword DEFAULT; Expr is nil then
	Expr    *expr.Expr
}

// Explain is EXPLAIN [ANALYZE|VERBOSE|(options)] of a statement, and Flink's EXPLAIN PLAN FOR.
type Explain struct {
	Statement        Statement
	Analyze, Verbose bool
	Format           string // lower case: text, json, xml, yaml; empty where it was not given
}

// DescribeProcedure is DESCRIBE PROCEDURE p.
type DescribeProcedure struct {
	Name    catalog.Name
	NamePos int
}

// ShowKind is what a SHOW of Flink lists.
type ShowKind uint8

// The kinds of SHOW.
const (
	ShowProcedures ShowKind = iota
	ShowCatalogs
	ShowDatabases
	ShowCurrentCatalog
	ShowCurrentDatabase
	ShowCreateCatalog
)

// Show is Flink's SHOW PROCEDURES, CATALOGS, DATABASES, CURRENT CATALOG, CURRENT DATABASE, CREATE CATALOG.
type Show struct {
	Kind    ShowKind
	From    catalog.Name // FROM or IN; SHOW CREATE CATALOG: the catalog
	FromPos int
	Like    *Like
}

// Like is the filter [NOT] LIKE|ILIKE 'pattern'.
type Like struct {
	Not, Insensitive bool
	Pattern          string
	Pos              int
}

// Use is USE CATALOG c (Catalog) or USE [c.]d.
type Use struct {
	Catalog bool
	Name    catalog.Name
	NamePos int
}

// OptionPair is one 'key' = 'value' of a WITH or SET list.
type OptionPair struct{ Key, Value string }

// CreateCatalog is CREATE CATALOG [IF NOT EXISTS] c [COMMENT 'x'] [WITH (…)].
type CreateCatalog struct {
	Name        catalog.Part
	IfNotExists bool
	Comment     string
	Options     []OptionPair
}

// AlterCatalog is ALTER CATALOG c SET (…) | RESET (…) | COMMENT 'x'.
type AlterCatalog struct {
	Name    catalog.Part
	Set     []OptionPair
	Reset   []string
	IsReset bool
	Comment *string
}

// DropCatalog is DROP CATALOG [IF EXISTS] c.
type DropCatalog struct {
	Name     catalog.Part
	IfExists bool
}

// DescribeCatalog is DESCRIBE|DESC CATALOG [EXTENDED] c.
type DescribeCatalog struct {
	Name     catalog.Part
	Extended bool
}

// CreateDatabase is CREATE DATABASE [IF NOT EXISTS] [c.]d [COMMENT 'x'] [WITH (…)].
type CreateDatabase struct {
	Name        catalog.Name
	IfNotExists bool
	Comment     string
	Options     []OptionPair
	Schema      bool // CREATE SCHEMA was written
}

// DropDatabase is DROP DATABASE [IF EXISTS] [c.]d [RESTRICT|CASCADE].
type DropDatabase struct {
	Name     catalog.Name
	IfExists bool
	Cascade  bool
	Schema   bool // DROP SCHEMA was written
}

// SetVariable is SET in every spelling of PostgreSQL and Flink. Values are what was written, unquoted; no value means DEFAULT.
type SetVariable struct {
	Name   string // lower case, as PostgreSQL names it: "timezone" for SET TIME ZONE, "search_path" for SET SCHEMA
	Local  bool
	Values []string
	List   bool // Flink's bare SET: list all
}

// ResetVariable is RESET name, or RESET ALL where Name is empty.
type ResetVariable struct{ Name string }

// ShowVariable is SHOW name, or SHOW ALL where Name is "all".
type ShowVariable struct{ Name string }

// TransactionKind is a transaction command.
type TransactionKind uint8

// The transaction commands.
const (
	Begin TransactionKind = iota // BEGIN
	StartTransaction
	Commit
	Rollback
	Savepoint
	ReleaseSavepoint
	RollbackToSavepoint
	PrepareTransaction
)

// Transaction is a transaction command. Modes are written as PostgreSQL shows them: isolation "read committed"….
type Transaction struct {
	Kind       TransactionKind
	Name       string // of the savepoint
	Isolation  string // empty: not given
	ReadOnly   *bool
	Deferrable *bool
	Chain      bool
}

// SetTransaction is SET TRANSACTION … and SET SESSION CHARACTERISTICS AS TRANSACTION ….
type SetTransaction struct {
	Session    bool
	Isolation  string
	ReadOnly   *bool
	Deferrable *bool
}

// DeclareCursor is DECLARE name [BINARY] [[NO] SCROLL] CURSOR [WITH|WITHOUT HOLD] FOR statement.
type DeclareCursor struct {
	Name   string
	Binary bool
	Scroll *bool
	Hold   bool
	Query  Located
}

// FetchDirection is the direction of a FETCH or MOVE.
type FetchDirection uint8

// The directions; counts as PostgreSQL reads them.
const (
	FetchForward FetchDirection = iota
	FetchBackward
	FetchAbsolute
	FetchRelative
)

// FetchAll is the count of FETCH ALL.
const FetchAll = int64(1)<<62 - 1

// Fetch is FETCH or MOVE.
type Fetch struct {
	Move      bool
	Cursor    string
	Direction FetchDirection
	Count     int64
}

// CloseCursor is CLOSE name, or CLOSE ALL where Name is empty.
type CloseCursor struct{ Name string }

// PrepareStatement is PREPARE name [(types)] AS statement.
type PrepareStatement struct {
	Name  string
	Types []string // type names as written
	Query Located
}

// ExecuteStatement is EXECUTE name [(args)].
type ExecuteStatement struct {
	Name string
	Args []Argument
}

// DeallocateStatement is DEALLOCATE [PREPARE] name | ALL (Name is empty).
type DeallocateStatement struct{ Name string }

// Discard is DISCARD ALL|PLANS|SEQUENCES|TEMP.
type Discard struct{ What string }

// Listen is LISTEN channel.
type Listen struct{ Channel string }

// Unlisten is UNLISTEN channel | * (Channel is empty).
type Unlisten struct{ Channel string }

// Notify is NOTIFY channel [, payload].
type Notify struct{ Channel, Payload string }

// CopyTo is COPY (query) TO STDOUT [options].
type CopyTo struct {
	Query   Located
	Options []OptionPair // keys lower case
}

// Select is any SELECT, WITH, VALUES or TABLE that is not a plain call: the SQL engine's business.
type Select struct{}

// Unsupported is a statement of PostgreSQL or Flink that callgate knows and does not do.
type Unsupported struct {
	Tag string // names it: "CREATE TABLE"
	// IfExists is DROP … IF EXISTS, of the objects Missing as they were written. callgate holds none of that kind, so that is
	// a notice and no error.
	IfExists bool
	Missing  []string
}

func (*Call) statement()                {}
func (*Explain) statement()             {}
func (*DescribeProcedure) statement()   {}
func (*Show) statement()                {}
func (*Use) statement()                 {}
func (*CreateCatalog) statement()       {}
func (*AlterCatalog) statement()        {}
func (*DropCatalog) statement()         {}
func (*DescribeCatalog) statement()     {}
func (*CreateDatabase) statement()      {}
func (*DropDatabase) statement()        {}
func (*SetVariable) statement()         {}
func (*ResetVariable) statement()       {}
func (*ShowVariable) statement()        {}
func (*Transaction) statement()         {}
func (*SetTransaction) statement()      {}
func (*DeclareCursor) statement()       {}
func (*Fetch) statement()               {}
func (*CloseCursor) statement()         {}
func (*PrepareStatement) statement()    {}
func (*ExecuteStatement) statement()    {}
func (*DeallocateStatement) statement() {}
func (*Discard) statement()             {}
func (*Listen) statement()              {}
func (*Unlisten) statement()            {}
func (*Notify) statement()              {}
func (*CopyTo) statement()              {}
func (*Select) statement()              {}
func (*Unsupported) statement()         {}
