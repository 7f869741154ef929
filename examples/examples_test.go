package examples

import "testing"

func TestProceduresAreDocumented(t *testing.T) {
	t.Parallel()
	for name, p := range Procedures() {
		if p.Doc == "" || !p.ReadOnly {
			t.Errorf("%s is not documented as an example", name)
		}
	}
}
