package session

import (
	"iter"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
)

// chunk is some rows of a batch, in order or in reverse. Its zero value has none.
type chunk struct {
	batch    *datatype.Batch
	from, to int
	reverse  bool
}

func (c chunk) len() int { return c.to - c.from }

// row returns the index in the batch of the i-th row of the chunk.
func (c chunk) row(i int) int {
	if c.reverse {
		return c.to - 1 - i
	}
	return c.from + i
}

// rowSource is where a portal takes rows from, some at a time.
type rowSource interface {
	// next returns up to max rows, more than none unless there are no more. They are valid until the next call.
	next(max int64) (chunk, error)
	// close is called once, when nobody wants the remaining rows.
	close()
}

// batchSource holds all rows already.
type batchSource struct {
	batch *datatype.Batch
	at    int
}

func (b *batchSource) next(most int64) (chunk, error) {
	from := b.at
	b.at += int(min(most, int64(b.batch.Rows-from)))
	return chunk{batch: b.batch, from: from, to: b.at}, nil
}

func (b *batchSource) close() {}

// rowsOf puts boxed rows into a source.
func rowsOf(columns []datatype.Field, rows [][]datatype.Value) *batchSource {
	types := make([]datatype.Type, len(columns))
	for i := range columns {
		types[i] = columns[i].Type
	}
	batch := datatype.NewBatch(types)
	for _, row := range rows {
		for i := range batch.Columns {
			batch.Columns[i].Append(row[i])
		}
	}
	batch.Rows = len(rows)
	return &batchSource{batch: batch}
}

// running is a call or SELECT that has been started, or will be at the first row asked for.
type running struct {
	session  *Session
	exec     execution
	notifier notifier
	seq      iter.Seq2[*datatype.Batch, error]
	readOnly bool  // nobody misses the rest: it is cancelled instead of finished
	limit    int64 // LIMIT: rows that may still be taken; less than 0 is all

	// of a call that is pushed: where its rows go, how many went, and what stopped it
	portal  *portal
	sent    int64
	flushed time.Time
	pushErr error

	// of a call whose rows are pulled
	pull  func() (*datatype.Batch, error, bool)
	stop  func()
	batch *datatype.Batch
	at    int
	done  bool
}

// next pulls rows. The session has entered the execution.
func (r *running) next(most int64) (chunk, error) {
	if r.limit >= 0 {
		most = min(most, r.limit)
	}
	if most == 0 {
		return chunk{}, nil
	}
	for r.batch == nil || r.at == r.batch.Rows {
		if r.done {
			return chunk{}, nil
		}
		if err := r.advance(); err != nil {
			return chunk{}, err
		}
	}
	from := r.at
	r.at += int(min(most, int64(r.batch.Rows-from)))
	if r.limit >= 0 {
		r.limit -= int64(r.at - from)
	}
	return chunk{batch: r.batch, from: from, to: r.at}, nil
}

// advance takes the next batch.
func (r *running) advance() error {
	if r.pull == nil {
		r.pull, r.stop = iter.Pull2(r.seq)
	}
	batch, err, ok := r.pullBatch()
	if err == nil && ok {
		err = r.exec.Err()
	}
	r.batch, r.at = batch, 0
	if err != nil || !ok {
		r.batch, r.done = nil, true
	}
	return r.exec.because(err)
}

func (r *running) pullBatch() (batch *datatype.Batch, err error, ok bool) {
	r.session.enter(&r.exec)
	defer r.session.leave(&r.exec)
	r.notifier.enter()
	defer r.notifier.leave()
	return r.pull()
}

// close ends a call whose rows nobody wants any more. As PostgreSQL runs a CALL to completion, so does it here, unless the
// procedure is declared free of side effects; then it is cancelled.
func (r *running) close() {
	if r.pull != nil && !r.readOnly {
		r.finish()
	}
	r.exec.cancel(errNotWanted)
	if r.stop != nil {
		r.stop()
	}
}

// finish runs what was started to its end. A failure has nobody to be told to: it goes to the log.
func (r *running) finish() {
	r.session.run.began = time.Now() // statement_timeout is not for the time that the client let pass
	for !r.done {
		if err := r.advance(); err != nil {
			r.session.log.Info().AnErr("error", err).Msg("a call failed after its client had taken the rows it wanted")
			return
		}
	}
}
