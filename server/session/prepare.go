package session

import (
	"slices"

	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall"
	"github.com/callgate/callgate/sqlcall/expr"
)

// prepareStatement is PREPARE.
func (s *Session) prepareStatement(p *portal, stmt *sqlcall.PrepareStatement) error {
	oids := make([]uint32, len(stmt.Types))
	for i, name := range stmt.Types {
		oid, err := oidOfName(name)
		if err != nil {
			return err
		}
		oids[i] = oid
	}
	q := newQuery(stmt.Query, p.query.held, oids)
	if err := s.prepare(s.base, q); err != nil {
		return err
	}
	return s.keepStatement(&statement{name: s.clipName(stmt.Name), query: q})
}

// executeStatement is EXECUTE: the answer is that of the prepared statement.
func (s *Session) executeStatement(p *portal, stmt *sqlcall.ExecuteStatement) (answer, error) {
	st, err := s.executed(stmt)
	if err != nil {
		return answer{}, err
	}
	if err := s.prepare(s.base, st.query); err != nil {
		return answer{}, err
	}
	if !sameColumns(p.columns, s.columns(st.query)) {
		return answer{}, errChangedType()
	}
	params, err := s.evaluate(p, stmt, len(st.query.paramOIDs()))
	if err != nil {
		return answer{}, err
	}
	return s.answer(&portal{
		query: st.query, params: params, columns: p.columns, coders: p.coders, plan: st.query.plan, engine: st.query.engine, level: p.level,
	})
}

// executed finds the statement that an EXECUTE names. One that is an EXECUTE itself could name itself without an end.
func (s *Session) executed(stmt *sqlcall.ExecuteStatement) (*statement, error) {
	st := s.statements[clip(stmt.Name)]
	if st == nil || st.query == nil {
		return nil, noStatement(stmt.Name)
	}
	if _, again := st.query.Statement.(*sqlcall.ExecuteStatement); again {
		return nil, pgerr.New(pgerr.FeatureNotSupported, "EXECUTE of a prepared EXECUTE is not supported")
	}
	return st, nil
}

// evaluate computes the arguments of an EXECUTE, which may use the parameters of its own portal.
func (s *Session) evaluate(p *portal, stmt *sqlcall.ExecuteStatement, want int) ([]sqlcall.Param, error) {
	if len(stmt.Args) != want {
		return nil, pgerr.New(pgerr.SyntaxError, "wrong number of parameters for prepared statement %q", stmt.Name).
			WithDetail("Expected %d parameters but got %d.", want, len(stmt.Args))
	}
	outer := &expr.Params{}
	var values []datatype.Value
	for _, param := range p.params {
		outer.Types, outer.Known = append(outer.Types, param.Type), append(outer.Known, true)
		values = append(values, param.Value)
	}
	env := s.env()
	out := make([]sqlcall.Param, 0, want)
	for _, a := range stmt.Args {
		if a.Expr == nil || a.Name != "" {
			return nil, pgerr.New(pgerr.SyntaxError, "arguments of EXECUTE are plain expressions").At(a.Pos)
		}
		typed, err := a.Expr.Check(outer, env)
		if err != nil {
			return nil, err
		}
		value, err := typed.Eval(env, values)
		if err != nil {
			return nil, err
		}
		out = append(out, sqlcall.Param{Value: value, Type: typed.Type})
	}
	return slices.Clip(out), nil
}

// deallocate is DEALLOCATE.
func (s *Session) deallocate(stmt *sqlcall.DeallocateStatement) (tag string, err error) {
	if stmt.Name == "" {
		s.statements, s.textBytes = map[string]*statement{}, 0
		return "DEALLOCATE ALL", nil
	}
	name := clip(stmt.Name)
	if s.statements[name] == nil {
		return "", noStatement(stmt.Name)
	}
	s.dropStatement(name)
	return "DEALLOCATE", nil
}
