package datatype

import "slices"

// Equal reports whether two types are the same in all that a type string says, nullability and comments included.
func (t Type) Equal(u Type) bool {
	return t.Root == u.Root && t.NotNull == u.NotNull && t.Length == u.Length && t.Precision == u.Precision &&
		t.Scale == u.Scale && t.Resolution == u.Resolution && t.Class == u.Class && t.Extra == u.Extra &&
		equalPointers(t.Elem, u.Elem) && equalPointers(t.Key, u.Key) && slices.EqualFunc(t.Fields, u.Fields, equalFields)
}

// EqualIgnoringNullability reports whether two types are the same but for their own nullability; what they hold must agree in
// nullability too.
func (t Type) EqualIgnoringNullability(u Type) bool { return t.Nullable().Equal(u.Nullable()) }

func equalPointers(t, u *Type) bool {
	if t == nil || u == nil {
		return t == u
	}
	return t.Equal(*u)
}

func equalFields(a, b Field) bool {
	return a.Name == b.Name && a.Comment == b.Comment && a.Type.Equal(b.Type)
}
