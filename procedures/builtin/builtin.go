package builtin

import "github.com/callgate/callgate/procedures"

// Procedures returns the shipped procedures: database → name → procedure. The maps are the caller's.
func Procedures() map[string]map[string]*procedures.Procedure {
	return map[string]map[string]*procedures.Procedure{
		"system": {
			"generate_n":     generateN,
			"generate_mixed": generateMixed,
			"sleep":          sleep,
			"fail":           fail,
			"echo":           echo,
			"session":        session,
		},
		"sales": {
			"top_customers": topCustomers,
		},
	}
}

// typed is a hint of a type.
func typed(t string) procedures.DataTypeHint { return procedures.DataTypeHint{Type: t} }

// first names and types the first argument. A NULL for it is an error of the call, not of its types, so that a parameter whose
// value is not known yet fits.
func first(name, t string) procedures.MethodOption {
	return procedures.Argument(0, procedures.ArgumentHint{Name: name, Type: typed(t)})
}
