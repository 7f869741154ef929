package funcs

import (
	"github.com/callgate/callgate/procedures/datatype"
)

// resultRule gives the result type for arguments that fit the form; its nullability is the whole rule's.
type resultRule func(args []datatype.Type) (datatype.Type, bool)

// fixed is a type that is NOT NULL where all arguments are.
func fixed(t datatype.Type) resultRule {
	return func(args []datatype.Type) (datatype.Type, bool) { return withNullsOf(t, args), true }
}

// nullable is a type that is nullable whatever the arguments are.
func nullable(t datatype.Type) resultRule {
	return func([]datatype.Type) (datatype.Type, bool) { return t.Nullable(), true }
}

// notNull is a type that is NOT NULL whatever the arguments are.
func notNull(t datatype.Type) resultRule {
	return func([]datatype.Type) (datatype.Type, bool) { return t.NonNull(), true }
}

// likeFirst is the type of the first argument, NOT NULL where all arguments are.
func likeFirst(args []datatype.Type) (datatype.Type, bool) { return withNullsOf(args[0], args), true }

// orNull makes a rule's type nullable.
func orNull(rule resultRule) resultRule {
	return func(args []datatype.Type) (datatype.Type, bool) {
		t, ok := rule(args)
		return t.Nullable(), ok
	}
}

// nullsOf takes the nullability from the i-th argument alone.
func nullsOf(i int, t datatype.Type) resultRule {
	return func(args []datatype.Type) (datatype.Type, bool) {
		t := t
		t.NotNull = args[i].NotNull
		return t, true
	}
}

// varcharLike is VARCHAR of the length of the i-th argument (the last one where i is -1).
func varcharLike(i int) resultRule {
	return func(args []datatype.Type) (datatype.Type, bool) {
		if i < 0 {
			return withNullsOf(datatype.VarcharType(args[len(args)-1].Length), args), true
		}
		return withNullsOf(datatype.VarcharType(args[i].Length), args), true
	}
}

// withNullsOf returns t NOT NULL where all arguments are.
func withNullsOf(t datatype.Type, args []datatype.Type) datatype.Type {
	t.NotNull = true
	for _, a := range args {
		t.NotNull = t.NotNull && a.NotNull
	}
	return t
}

// sameFamily wants two strings or two binaries.
func sameFamily(rule resultRule) resultRule {
	return func(args []datatype.Type) (datatype.Type, bool) {
		t, ok := rule(args)
		return t, ok && classHas(texts, args[0].Root) == classHas(texts, args[1].Root)
	}
}
