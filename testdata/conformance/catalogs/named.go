package catalogs

import (
	"time"

	"github.com/cockroachdb/apd/v3"
	"github.com/golang-sql/civil"

	"github.com/callgate/callgate/procedures"
)

// arguments of a hint on a method.
func methodArguments(fn any, arguments ...procedures.ArgumentHint) procedures.Function {
	return procedures.Func(fn, procedures.MethodHints(procedures.ProcedureHint{Arguments: arguments}))
}

func (r *registry) addNamed() {
	const db = "named"
	r.extract(db, "reflected", function(pairOf[*int32, *string]("i", "s"), "i", "s"))
	r.extract(db, "reflected_primitive", function(pairOf[int32, float64]("i", "d"), "i", "d"))
	r.extract(db, "two_optional", methodArguments(pairOf[*string, *int32]("c", "d"), hinted("c", "STRING?"), hinted("d", "INT?")))
	r.extract(db, "three_required", methodArguments(tripleOf[*int32, *string, *float64]("a", "b", "c"),
		hinted("a", "INT"), hinted("b", "STRING"), hinted("c", "DOUBLE")))
	r.extract(db, "trailing_optional", methodArguments(tripleOf[*string, *int64, *bool]("a", "b", "c"),
		hinted("a", "STRING"), hinted("b", "BIGINT?"), hinted("c", "BOOLEAN?")))
	r.extract(db, "leading_optional", methodArguments(pairOf[*string, *int32]("a", "b"), hinted("a", "STRING?"), hinted("b", "INT")))
	r.extract(db, "middle_optional", methodArguments(middleOptional,
		hinted("a", "INT"), hinted("b", "INT?"), hinted("c", "INT"), hinted("d", "INT?")))
	r.extract(db, "reserved_names", methodArguments(tripleOf[*string, *string, *int32]("table", "where", "order"),
		hinted("table", "STRING"), hinted("where", "STRING?"), hinted("order", "INT?")))
	r.extract(db, "case_names", methodArguments(tripleOf[*int32, *int32, *int32]("camelCase", "lower", "UPPER_"),
		hinted("camelCase", "INT?"), hinted("lower", "INT?"), hinted("UPPER_", "INT?")))
	r.extract(db, "names_by_case", methodArguments(pairOf[*int32, *int32]("x", "X"), hinted("x", "INT"), hinted("X", "INT")))
	r.extract(db, "overloaded", procedures.Funcs(
		methodArguments(two[*string, *int32]("string,int"), hinted("c", "STRING"), hinted("d", "INT")),
		methodArguments(two[*string, *string]("string,string"), hinted("c", "STRING"), hinted("d", "STRING"))))
	r.extract(db, "overloaded_optional", procedures.Funcs(
		methodArguments(two[*string, *string]("two"), hinted("a", "STRING"), hinted("b", "STRING?")),
		methodArguments(three[*string, *string, *string]("three"), hinted("a", "STRING"), hinted("b", "STRING?"), hinted("c", "STRING?"))))
	r.extract(db, "varargs", function(countRest[*string, *int32]("varargs"), "first", "rest"))
	r.extract(db, "any_named", procedures.Func(typedAny, wildcard("x")))
	r.extract(db, "typed_optional", methodArguments(typedOptional,
		hinted("s5", "VARCHAR(5)?"), hinted("c3", "CHAR(3)?"), hinted("dec", "DECIMAL(5, 2)?"), hinted("big", "BIGINT?"),
		hinted("dbl", "DOUBLE?"), hinted("d", "DATE?"), hinted("t", "TIME(3)?"), hinted("ts", "TIMESTAMP(3)?"),
		hinted("ltz", "TIMESTAMP_LTZ(3)?"), hinted("iv", "INTERVAL DAY TO SECOND(3)?"), hinted("bin", "BYTES?"), hinted("flag", "BOOLEAN?")))
}

// pairOf answers with name=value, one row for each of two arguments.
func pairOf[A, B any](nameA, nameB string) func(procedures.Context, A, B) []*string {
	return func(_ procedures.Context, a A, b B) []*string { return namesAndValues(nameA, a, nameB, b) }
}

func tripleOf[A, B, C any](nameA, nameB, nameC string) func(procedures.Context, A, B, C) []*string {
	return func(_ procedures.Context, a A, b B, c C) []*string {
		return namesAndValues(nameA, a, nameB, b, nameC, c)
	}
}

func middleOptional(_ procedures.Context, a, b, c, d *int32) []*string {
	return namesAndValues("a", a, "b", b, "c", c, "d", d)
}

func typedOptional(_ procedures.Context, s5, c3 *string, dec *apd.Decimal, big *int64, dbl *float64, d *civil.Date, t *civil.Time,
	ts *civil.DateTime, ltz *time.Time, iv *time.Duration, bin *[]byte, flag *bool,
) []*string {
	return namesAndValues("s5", s5, "c3", c3, "dec", dec, "big", big, "dbl", dbl, "d", d, "t", t, "ts", ts, "ltz", ltz,
		"iv", iv, "bin", bin, "flag", flag)
}
