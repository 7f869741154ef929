package sqlcall

// begin parses BEGIN [WORK | TRANSACTION] [modes].
func (p *parser) begin() (Statement, error) {
	p.skip()
	if p.accept("STATEMENT", "SET") { // Flink's
		return &Unsupported{Tag: "BEGIN STATEMENT SET"}, nil
	}
	p.oneOf("WORK", "TRANSACTION")
	t, err := p.transactionModes(false)
	t.Kind = Begin
	return &t, err
}

// startTransaction parses START TRANSACTION [modes].
func (p *parser) startTransaction() (Statement, error) {
	p.skip()
	if err := p.expect("TRANSACTION"); err != nil {
		return nil, err
	}
	t, err := p.transactionModes(false)
	t.Kind = StartTransaction
	return &t, err
}

// transactionModes parses modes with or without commas between; where one is required there must be at least one.
func (p *parser) transactionModes(required bool) (Transaction, error) {
	var t Transaction
	for first := true; ; first = false {
		if p.atEnd() && !(first && required) {
			return t, nil
		}
		if !first {
			p.acceptOp(",")
		}
		if err := p.transactionMode(&t); err != nil {
			return t, err
		}
	}
}

func (p *parser) transactionMode(t *Transaction) error {
	yes, no := true, false
	switch {
	case p.accept("ISOLATION", "LEVEL"):
		return p.isolationLevel(t)
	case p.accept("READ", "ONLY"):
		t.ReadOnly = &yes
	case p.accept("READ", "WRITE"):
		t.ReadOnly = &no
	case p.accept("DEFERRABLE"):
		t.Deferrable = &yes
	case p.accept("NOT", "DEFERRABLE"):
		t.Deferrable = &no
	default:
		return p.unexpected()
	}
	return nil
}

func (p *parser) isolationLevel(t *Transaction) error {
	switch {
	case p.accept("SERIALIZABLE"):
		t.Isolation = "serializable"
	case p.accept("REPEATABLE", "READ"):
		t.Isolation = "repeatable read"
	case p.accept("READ", "COMMITTED"):
		t.Isolation = "read committed"
	case p.accept("READ", "UNCOMMITTED"):
		t.Isolation = "read uncommitted"
	default:
		return p.unexpected()
	}
	return nil
}

// commit parses COMMIT|END [WORK | TRANSACTION] [AND [NO] CHAIN].
func (p *parser) commit() (Statement, error) {
	p.skip()
	if p.accept("PREPARED") {
		_, err := p.str()
		return &Unsupported{Tag: "COMMIT PREPARED"}, err
	}
	p.oneOf("WORK", "TRANSACTION")
	t := &Transaction{Kind: Commit}
	return t, p.chain(t)
}

// rollback parses ROLLBACK|ABORT [WORK | TRANSACTION] [AND [NO] CHAIN], and ROLLBACK … TO [SAVEPOINT] name.
func (p *parser) rollback() (Statement, error) {
	abort := p.skip().Word("ABORT")
	if !abort && p.accept("PREPARED") {
		_, err := p.str()
		return &Unsupported{Tag: "ROLLBACK PREPARED"}, err
	}
	p.oneOf("WORK", "TRANSACTION")
	if !abort && p.accept("TO") {
		if !p.isLast() {
			p.accept("SAVEPOINT")
		}
		name, err := p.name()
		return &Transaction{Kind: RollbackToSavepoint, Name: name}, err
	}
	t := &Transaction{Kind: Rollback}
	return t, p.chain(t)
}

// chain parses [AND [NO] CHAIN].
func (p *parser) chain(t *Transaction) error {
	if !p.accept("AND") {
		return nil
	}
	t.Chain = !p.accept("NO")
	return p.expect("CHAIN")
}

// savepoint parses SAVEPOINT name.
func (p *parser) savepoint() (Statement, error) {
	p.skip()
	name, err := p.name()
	return &Transaction{Kind: Savepoint, Name: name}, err
}

// release parses RELEASE [SAVEPOINT] name.
func (p *parser) release() (Statement, error) {
	p.skip()
	if !p.isLast() {
		p.accept("SAVEPOINT")
	}
	name, err := p.name()
	return &Transaction{Kind: ReleaseSavepoint, Name: name}, err
}
