package procedures

import (
	"reflect"
	"slices"
	"strings"
	"unicode"
)

// structTag is the key of the tag of a field: `callgate:"name,TYPE STRING"`; either part may be empty, and "-" leaves the field out.
const structTag = "callgate"

// structField is one field of a struct that makes a ROW.
type structField struct {
	name   string
	hint   string // a type string, or empty
	index  []int  // for reflect.Value.FieldByIndex
	goType reflect.Type
}

// structFields are the exported fields in declaration order, with those of embedded structs in the place of the embedding.
func structFields(g reflect.Type) ([]structField, error) {
	if g.PkgPath() == "database/sql" { // NullString and its like would be a row of a value and a flag
		return nil, flinkErrorf("Class '%s' is no row: use sql.Null[T] or a pointer.", g)
	}
	fields, err := appendFields(nil, g, nil)
	if err != nil {
		return nil, err
	}
	if len(fields) == 0 {
		return nil, flinkErrorf("Class '%s' has no fields.", g)
	}
	seen := make(map[string]bool, len(fields))
	for _, f := range fields {
		if seen[f.name] {
			return nil, flinkErrorf("Field names must be unique. Found duplicates: [%s] in class '%s'.", f.name, g)
		}
		seen[f.name] = true
	}
	return fields, nil
}

func appendFields(fields []structField, g reflect.Type, index []int) ([]structField, error) {
	for i := range g.NumField() {
		f := g.Field(i)
		tag, tagged := f.Tag.Lookup(structTag)
		at := append(slices.Clone(index), i)
		switch {
		case tag == "-":
		case f.Anonymous && !tagged && f.Type.Kind() == reflect.Struct && !isScalarStruct(f.Type):
			var err error
			if fields, err = appendFields(fields, f.Type, at); err != nil {
				return nil, err
			}
		case f.Anonymous && !tagged && f.Type.Kind() == reflect.Pointer && f.Type.Elem().Kind() == reflect.Struct:
			return nil, flinkErrorf("Field '%s' of class '%s' embeds a pointer: embed the struct itself or name the field by a tag.",
				f.Name, g)
		case f.IsExported():
			fields = append(fields, newField(f, tag, at))
		}
	}
	return fields, nil
}

func newField(f reflect.StructField, tag string, index []int) structField {
	name, hint, _ := strings.Cut(tag, ",")
	if name == "" {
		name = snakeCase(f.Name)
	}
	return structField{name: name, hint: strings.TrimSpace(hint), index: index, goType: f.Type}
}

// isScalarStruct reports whether a struct is a value of a scalar type, not a row.
func isScalarStruct(g reflect.Type) bool {
	switch g {
	case decimalType, dateType, timeOfDay, dateTimeType, timeType, instantType:
		return true
	}
	_, null := sqlNull(g)
	return null
}

// snakeCase spells a Go name as SQL does, so that columns need no quotes: SumValue is sum_value, UserID is user_id.
func snakeCase(name string) string {
	runes := []rune(name)
	var b strings.Builder
	for i, r := range runes {
		if i > 0 && unicode.IsUpper(r) {
			afterLower := !unicode.IsUpper(runes[i-1]) && runes[i-1] != '_'
			beforeLower := i+1 < len(runes) && unicode.IsLower(runes[i+1])
			if afterLower || beforeLower && runes[i-1] != '_' {
				b.WriteByte('_')
			}
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}
