package datatype

// castConstructed casts what a value holds, one by one: elements, entries, fields by position.
func (c *caster) castConstructed(v Value, from, to Type) (Value, error) {
	if !from.isComplete() || !to.isComplete() || !canCastShape(from, to) {
		return nil, noCast(from, to)
	}
	switch v := v.(type) {
	case []Value:
		if to.Root == Array {
			return c.castAll(v, func(int) (Type, Type) { return *from.Elem, *to.Elem })
		}
		if len(v) != len(to.Fields) {
			return nil, noCast(from, to)
		}
		return c.castAll(v, func(i int) (Type, Type) { return from.Fields[i].Type, to.Fields[i].Type })
	case []Entry:
		if to.Root == Multiset {
			return c.castEntries(v, MapType(*from.Elem, Of(Int)), MapType(*to.Elem, Of(Int)))
		}
		if to.Root == Map {
			return c.castEntries(v, from, to)
		}
	}
	return nil, noCast(from, to)
}

// isComplete reports whether a type is a constructed one that says what it holds.
func (t Type) isComplete() bool {
	switch t.Root {
	case Array, Multiset:
		return t.Elem != nil
	case Map:
		return t.Key != nil && t.Elem != nil
	}
	return t.holdsTypes()
}

// canCastShape reports whether two constructed types have the same root, or are both records, with as many children.
func canCastShape(from, to Type) bool {
	return supportsChildCasts(from, to, func(_, _ Type) bool { return true })
}

func (c *caster) castAll(values []Value, types func(i int) (from, to Type)) (Value, error) {
	result := make([]Value, len(values))
	for i, v := range values {
		from, to := types(i)
		var err error
		if result[i], err = c.cast(v, from, to); err != nil {
			return nil, err
		}
	}
	return result, nil
}

// castEntries casts keys and values. Of keys that become equal the last value counts, at the first's place.
func (c *caster) castEntries(entries []Entry, from, to Type) (Value, error) {
	result := make([]Entry, 0, len(entries))
	places := make(map[string]int, len(entries))
	for _, entry := range entries {
		key, err := c.cast(entry.Key, *from.Key, *to.Key)
		if err != nil {
			return nil, err
		}
		value, err := c.cast(entry.Value, *from.Elem, *to.Elem)
		if err != nil {
			return nil, err
		}
		text := FormatSQL(key, *to.Key, c.zone)
		place, seen := places[text]
		if !seen {
			places[text] = len(result)
			result = append(result, Entry{Key: key, Value: value})
			continue
		}
		result[place].Value = value
	}
	return result, nil
}
