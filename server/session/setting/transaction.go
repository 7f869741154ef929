package setting

import "maps"

// Begin starts a transaction: [Values.Rollback] returns to the values of now.
func (v *Values) Begin() { v.outer = append(v.outer[:0], v.now) }

// Commit ends the transaction and keeps its values but for those that were set locally.
func (v *Values) Commit() {
	v.restore(level{session: v.now.session})
	v.outer = v.outer[:0]
}

// Rollback ends the transaction and undoes its changes.
func (v *Values) Rollback() {
	if len(v.outer) > 0 {
		v.restore(level{session: v.outer[0].session})
		v.outer = v.outer[:0]
	}
}

// Savepoint marks a level inside the transaction.
func (v *Values) Savepoint(name string) {
	mark := v.now
	mark.savepoint = name
	v.outer = append(v.outer, mark)
}

// Release forgets the latest savepoint of a name and those after it.
func (v *Values) Release(name string) {
	if i := v.find(name); i > 0 {
		v.outer = v.outer[:i]
	}
}

// RollbackTo undoes the changes since the latest savepoint of a name, which stays.
func (v *Values) RollbackTo(name string) {
	if i := v.find(name); i > 0 {
		v.outer = v.outer[:i+1]
		v.restore(v.outer[i])
	}
}

// find returns the index of the latest savepoint of a name, or 0, which is the transaction itself.
func (v *Values) find(name string) int {
	for i := len(v.outer) - 1; i > 0; i-- {
		if v.outer[i].savepoint == name {
			return i
		}
	}
	return 0
}

// restore goes back to a level and marks everything that differs as changed.
func (v *Values) restore(to level) {
	for _, m := range []map[string]string{v.now.session, v.now.local, to.session, to.local} {
		for k := range m {
			v.changed[k] = true
		}
	}
	same := maps.Equal(v.now.session, to.session) && maps.Equal(v.now.local, to.local)
	v.now = level{session: to.session, local: to.local}
	if !same {
		v.refresh()
	}
}
