package procedures

import (
	"context"
	"iter"
	"reflect"
	"time"

	"github.com/callgate/callgate/procedures/datatype"
)

// batchRows is how many rows a batch holds at most.
const batchRows = 1024

// batchPatience is how long rows of a slow iterator are gathered before they are sent: batches that took longer to fill get
// smaller, down to single rows, so that a client sees the rows of a procedure that waits between them.
const batchPatience = 50 * time.Millisecond

// emitter gathers rows into batches and hands them to the consumer of a call.
type emitter struct {
	ctx     Context
	yield   func(*datatype.Batch, error) bool
	batch   *datatype.Batch
	size    int // rows of the batch that is being filled
	started time.Time
	done    bool // the consumer has stopped, or an error was sent
}

// newEmitter returns an emitter of rows of these columns; without columns only whole batches can be sent.
func newEmitter(ctx Context, columns []datatype.Type, yield func(*datatype.Batch, error) bool) *emitter {
	e := &emitter{ctx: ctx, yield: yield, size: 1}
	if len(columns) > 0 {
		e.batch, e.started = datatype.NewBatch(columns), time.Now()
	}
	return e
}

// fail ends the stream with an error.
func (e *emitter) fail(err error) {
	if !e.done {
		e.done = true
		e.yield(nil, err)
	}
}

// send hands over a batch; false means that the producer has to stop.
func (e *emitter) send(b *datatype.Batch) bool {
	if e.done {
		return false
	}
	if e.ctx.Err() != nil {
		e.fail(context.Cause(e.ctx))
		return false
	}
	e.done = !e.yield(b, nil)
	return !e.done
}

// row counts a row that was appended to the batch, or ends the stream where that failed.
func (e *emitter) row(err error) bool {
	if e.done {
		return false
	}
	if err != nil {
		e.fail(err)
		return false
	}
	e.batch.Rows++
	return e.batch.Rows < e.size || e.flush()
}

// flush sends the gathered rows and chooses the size of the next batch by the time that this one took.
func (e *emitter) flush() bool {
	if e.done || e.batch == nil || e.batch.Rows == 0 {
		return !e.done
	}
	if time.Since(e.started) > batchPatience {
		e.size = max(1, e.size/2)
	} else {
		e.size = min(2*e.size, batchRows)
	}
	if !e.send(e.batch) {
		return false
	}
	e.batch.Reset()
	e.started = time.Now()
	return true
}

// streamer sends the rows that a Go function returned.
type streamer func(e *emitter, rows reflect.Value)

// streamer chooses the quickest way for a shape of result.
func (r *rowCodec) streamer(res result, t datatype.Type) streamer {
	if fast, ok := fastStreamers[res.elem]; ok && fast.fits(t) {
		return fast.of(res.kind)
	}
	switch res.kind {
	case resultSlice:
		return r.streamSlice
	case resultSeq:
		return r.streamSeq
	}
	return r.streamSeq2
}

func (r *rowCodec) streamSlice(e *emitter, rows reflect.Value) {
	e.size = batchRows // they are all there already
	for i := range rows.Len() {
		if !e.row(r.append(e.batch, rows.Index(i))) {
			return
		}
	}
	e.flush()
}

func (r *rowCodec) streamSeq(e *emitter, rows reflect.Value) {
	row := reflect.New(rows.Type().In(0).In(0)).Elem() // addressable, so that its fields can be read without copies
	for v := range rows.Seq() {
		row.Set(v)
		if !e.row(r.append(e.batch, row)) {
			return
		}
	}
	e.flush()
}

func (r *rowCodec) streamSeq2(e *emitter, rows reflect.Value) {
	row := reflect.New(rows.Type().In(0).In(0)).Elem()
	for v, failure := range rows.Seq2() {
		if err, failed := failure.Interface().(error); failed {
			e.fail(err)
			return
		}
		row.Set(v)
		if !e.row(r.append(e.batch, row)) {
			return
		}
	}
	e.flush()
}

// streamBatches passes batches through as they are.
func streamBatches(e *emitter, rows reflect.Value) {
	for b, err := range rows.Convert(batchesType).Interface().(iter.Seq2[*datatype.Batch, error]) {
		if err != nil {
			e.fail(err)
			return
		}
		if !e.send(b) {
			return
		}
	}
}
