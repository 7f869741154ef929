package setting

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
)

// Values are the settings of one session. They are not safe for concurrent use.
type Values struct {
	base  map[string]string // by key: the values that RESET goes back to, where they are not the defaults
	now   level
	outer []level // the levels that a rollback goes back to: the transaction's, then its savepoints'

	version  uint64 // counts changes
	changed  map[string]bool
	reported map[string]string
	typed    typed
}

// level is the state at one transaction level. Maps are replaced, never changed.
type level struct {
	session, local map[string]string
	savepoint      string
}

// New returns the defaults.
func New() *Values {
	v := &Values{base: map[string]string{}, changed: map[string]bool{}, reported: map[string]string{}}
	v.refresh()
	return v
}

// SetDefault sets a value that RESET goes back to: a start-up parameter, or one from the configuration. Settings that a client may
// not change are refused unless internal is set.
func (v *Values) SetDefault(name, value string, internal bool) error {
	d, canonical, err := v.check(name, value, internal)
	if err != nil {
		return err
	}
	v.base[key(d.Name)] = canonical
	v.touch(key(d.Name))
	return nil
}

// Set changes a setting, until the end of the transaction if local. Unknown names are 42704, bad values 22023, settings that no
// session may change 55P02.
func (v *Values) Set(name, value string, local bool) error {
	d, canonical, err := v.check(name, value, false)
	if err != nil {
		return err
	}
	v.assign(key(d.Name), canonical, local)
	return nil
}

// SetInternal changes a setting that only callgate itself may change, such as [CatalogName].
func (v *Values) SetInternal(name, value string) { v.assign(key(name), value, false) }

func (v *Values) assign(k, value string, local bool) {
	if local {
		v.now.local = with(v.now.local, k, value)
	} else {
		v.now.session = with(v.now.session, k, value)
		v.now.local = without(v.now.local, k)
	}
	v.touch(k)
}

// Reset returns a setting to the value that it had at the start of the session.
func (v *Values) Reset(name string) error {
	d, err := lookup(name)
	if err != nil {
		return err
	}
	if err := d.changeable(); err != nil {
		return err
	}
	k := key(d.Name)
	v.now.session, v.now.local = without(v.now.session, k), without(v.now.local, k)
	v.touch(k)
	return nil
}

// ResetAll returns every setting that a client may change to the value that it had at the start of the session.
func (v *Values) ResetAll() {
	kept := map[string]string{}
	for k, value := range v.now.session {
		v.touch(k)
		if d := definitions()[k]; d != nil && d.changeable() != nil {
			kept[k] = value
		}
	}
	for k := range v.now.local {
		v.touch(k)
	}
	v.now.session, v.now.local = kept, nil
	v.refresh()
}

// Get returns a value in its canonical form, integers with their unit as SHOW prints them.
func (v *Values) Get(name string) (string, error) {
	d, err := lookup(name)
	if err != nil {
		return "", err
	}
	if isCustom(name) && definitions()[key(name)] == nil {
		if _, ok := v.raw(key(name)); !ok {
			return "", unknown(name)
		}
	}
	value, _ := v.raw(key(d.Name))
	if d.Type == "integer" {
		return showQuantity(value, d.Unit), nil
	}
	return value, nil
}

// raw returns the value of a key without a unit, and whether it is known at all.
func (v *Values) raw(k string) (string, bool) {
	for _, m := range []map[string]string{v.now.local, v.now.session, v.base} {
		if value, ok := m[k]; ok {
			return value, true
		}
	}
	if d := definitions()[k]; d != nil {
		return d.Default, true
	}
	return "", false
}

// Custom lists the names of the settings with a dot that the session has set, in order.
func (v *Values) Custom() []string {
	names := map[string]bool{}
	for _, m := range []map[string]string{v.now.local, v.now.session, v.base} {
		for k := range m {
			names[k] = names[k] || definitions()[k] == nil
		}
	}
	maps.DeleteFunc(names, func(_ string, custom bool) bool { return !custom })
	return slices.Sorted(maps.Keys(names))
}

// Changed returns the settings that differ from their defaults, for a procedure's session facts.
func (v *Values) Changed() map[string]string {
	out := map[string]string{}
	for _, m := range []map[string]string{v.base, v.now.session, v.now.local} {
		for k, value := range m {
			if d := definitions()[k]; d != nil {
				k = d.Name
			}
			out[k] = value
		}
	}
	return out
}

// Version counts the changes: what was computed from the settings holds while it stays the same.
func (v *Values) Version() uint64 { return v.version }

func (v *Values) touch(k string) {
	v.changed[k] = true
	v.refresh()
}

func (v *Values) refresh() {
	v.version++
	v.typed = v.compute()
}

// Pair is a setting and its value, for ParameterStatus.
type Pair struct{ Name, Value string }

// Reports returns all reported settings, in the order of their names, for the start of a session.
func (v *Values) Reports() []Pair {
	for _, d := range All() {
		if d.Report {
			v.changed[key(d.Name)] = true
		}
	}
	return v.TakeReports()
}

// TakeReports returns the reported settings that have other values than the client was told, and takes them as told.
func (v *Values) TakeReports() []Pair {
	if len(v.changed) == 0 {
		return nil
	}
	var out []Pair
	for _, k := range slices.Sorted(maps.Keys(v.changed)) {
		d := definitions()[k]
		if d == nil || !d.Report {
			continue
		}
		value, _ := v.raw(k)
		if told, ok := v.reported[k]; !ok || told != value {
			v.reported[k] = value
			out = append(out, Pair{d.Name, value})
		}
	}
	clear(v.changed)
	return out
}

func (v *Values) check(name, value string, internal bool) (*Definition, string, error) {
	d, err := lookup(name)
	if err != nil {
		return nil, "", err
	}
	if !internal {
		if err := d.changeable(); err != nil {
			return nil, "", err
		}
	}
	switch {
	case key(d.Name) == "datestyle":
		value, err = checkDateStyle(value, v.typed.format)
	case d.check != nil:
		value, err = d.check(value)
	default:
		value, err = d.checkType(value)
	}
	return d, value, err
}

// lookup finds a definition; a name with a dot that nobody defined is a custom setting of any text.
func lookup(name string) (*Definition, error) {
	if d := definitions()[key(name)]; d != nil {
		return d, nil
	}
	if isCustom(name) {
		if !customName.MatchString(name) {
			return nil, pgerr.New(pgerr.InvalidName, "invalid configuration parameter name %q", name).
				WithDetail("Custom parameter names must be two or more simple identifiers separated by dots.")
		}
		return &Definition{Name: name, Context: "user", Type: "string"}, nil
	}
	return nil, unknown(name)
}

// customName is valid_custom_variable_name of guc.c.
var customName = regexp.MustCompile(`^[A-Za-z_\x{80}-\x{10ffff}][\w$\x{80}-\x{10ffff}]*(\.[A-Za-z_\x{80}-\x{10ffff}][\w$\x{80}-\x{10ffff}]*)+$`)

func isCustom(name string) bool { return strings.ContainsAny(name, ".") }

func unknown(name string) error {
	return pgerr.New(pgerr.UndefinedObject, "unrecognized configuration parameter %q", name)
}

// changeable returns nil where a session may change the setting: every role that callgate lets in on loopback is a superuser.
func (d *Definition) changeable() error {
	switch d.Context {
	case "user", "superuser":
		return nil
	case "internal":
		return pgerr.New(pgerr.CantChangeRuntimeParam, "parameter %q cannot be changed", d.Name)
	case "postmaster":
		return pgerr.New(pgerr.CantChangeRuntimeParam, "parameter %q cannot be changed without restarting the server", d.Name)
	case "backend", "superuser-backend":
		return pgerr.New(pgerr.CantChangeRuntimeParam, "parameter %q cannot be set after connection start", d.Name)
	}
	return pgerr.New(pgerr.CantChangeRuntimeParam, "parameter %q cannot be changed now", d.Name)
}

// with and without return changed copies, so that the levels below keep theirs.
func with(m map[string]string, k, value string) map[string]string {
	c := maps.Clone(m)
	if c == nil {
		c = map[string]string{}
	}
	c[k] = value
	return c
}

func without(m map[string]string, k string) map[string]string {
	if _, ok := m[k]; !ok {
		return m
	}
	c := maps.Clone(m)
	delete(c, k)
	return c
}
