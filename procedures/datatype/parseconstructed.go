package datatype

import "github.com/callgate/callgate/procedures/datatype/pgerr"

// parseConstructed reads what follows the keyword of a type that holds other types.
func (p *typeParser) parseConstructed(keyword string, depth int) (Type, error) {
	if keyword == "ROW" && p.peek(tokenBeginParameter) { // ROW(…) is the SQL standard's spelling of ROW<…>
		return p.parseRow(depth, tokenEndParameter)
	}
	if keyword == "ROW" {
		return p.parseRow(depth, tokenEndSubtype)
	}
	if _, err := p.expect(tokenBeginSubtype); err != nil {
		return Type{}, err
	}
	var t Type
	var err error
	switch keyword {
	case "MAP":
		t, err = p.parseMap(depth)
	case "STRUCTURED":
		t, err = p.parseStructured(depth)
	default:
		var elem Type
		elem, err = p.parseType(depth + 1)
		t = ArrayType(elem)
		if keyword == "MULTISET" {
			t = MultisetType(elem)
		}
	}
	if err != nil {
		return Type{}, err
	}
	_, err = p.expect(tokenEndSubtype)
	return t, err
}

func (p *typeParser) parseMap(depth int) (Type, error) {
	key, err := p.parseType(depth + 1)
	if err != nil {
		return Type{}, err
	}
	if _, err := p.expect(tokenListSeparator); err != nil {
		return Type{}, err
	}
	value, err := p.parseType(depth + 1)
	return MapType(key, value), err
}

func (p *typeParser) parseRow(depth int, end tokenKind) (Type, error) {
	begin := tokenBeginSubtype
	if end == tokenEndParameter {
		begin = tokenBeginParameter
	}
	if _, err := p.expect(begin); err != nil {
		return Type{}, err
	}
	fields, err := p.parseFields(depth, end)
	if err != nil {
		return Type{}, err
	}
	if _, err := p.expect(end); err != nil {
		return Type{}, err
	}
	return RowType(fields...), checkFieldNames(fields)
}

func (p *typeParser) parseStructured(depth int) (Type, error) {
	class, err := p.expect(tokenString)
	if err != nil {
		return Type{}, err
	}
	if class.text == "" {
		return Type{}, pgerr.New(pgerr.InvalidParameterValue, "invalid class name ''")
	}
	t := Type{Root: Structured, Class: class.text}
	if p.peek(tokenListSeparator) {
		if _, err := p.next(); err != nil {
			return Type{}, err
		}
		if t.Fields, err = p.parseFields(depth, tokenEndSubtype); err != nil {
			return Type{}, err
		}
	}
	return t, checkFieldNames(t.Fields)
}

// parseFields reads "name type ['comment'], …" up to, and without, the end token.
func (p *typeParser) parseFields(depth int, end tokenKind) ([]Field, error) {
	var fields []Field
	for !p.peek(end) {
		if len(fields) > 0 {
			if _, err := p.expect(tokenListSeparator); err != nil {
				return nil, err
			}
		}
		name, err := p.expect(tokenIdentifier)
		if err != nil {
			return nil, err
		}
		t, err := p.parseType(depth + 1)
		if err != nil {
			return nil, err
		}
		field := Field{Name: name.text, Type: t}
		if p.peek(tokenString) {
			comment, err := p.next()
			if err != nil {
				return nil, err
			}
			field.Comment = comment.text
		}
		fields = append(fields, field)
	}
	return fields, nil
}
