package session

import (
	"math"

	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall"
)

// fetching is one FETCH or MOVE on its way through a cursor (DoPortalRunFetch of PostgreSQL's pquery.c).
type fetching struct {
	cursor *cursor
	skip   int64 // rows to pass over first
	want   int64 // rows still to return
	back   bool
	done   bool
}

// begin decides from where to where the cursor moves.
func (f *fetching) begin(direction sqlcall.FetchDirection, count int64) error {
	count = max(count, -math.MaxInt64) // its opposite is a count too
	switch direction {
	case sqlcall.FetchBackward:
		return f.move(-count)
	case sqlcall.FetchAbsolute:
		return f.absolute(count)
	case sqlcall.FetchRelative:
		return f.relative(count)
	}
	return f.move(count)
}

// move returns n rows forward, or backward where n is negative; 0 is the present row again.
func (f *fetching) move(n int64) error {
	switch {
	case n > 0:
		f.want = n
		return nil
	case n == 0:
		return f.again()
	}
	if err := f.cursor.backward(); err != nil {
		return err
	}
	f.back, f.want = true, -n
	return nil
}

// again returns the present row. The cursor steps back in front of it first.
func (f *fetching) again() error {
	c := f.cursor
	if c.at == 0 || c.ended && c.kept == nil {
		return nil
	}
	if err := c.backward(); err != nil {
		return err
	}
	if c.at <= int64(c.kept.batch.Rows) {
		c.at--
		f.want = 1
	}
	return nil
}

// absolute returns the n-th row, from the end where n is negative.
func (f *fetching) absolute(n int64) error {
	c := f.cursor
	if n < 0 {
		if err := c.backward(); err != nil {
			return err
		}
		if err := c.keep(math.MaxInt64); err != nil {
			return err
		}
		n = max(0, int64(c.kept.batch.Rows)+1+n)
	}
	if n <= c.at {
		if n == 0 && c.at == 0 {
			return nil
		}
		if err := c.backward(); err != nil {
			return err
		}
		c.at = max(0, n-1)
		f.want = min(n, 1)
		return nil
	}
	f.skip, f.want = n-c.at-1, 1
	return nil
}

// relative returns the row n further, or back.
func (f *fetching) relative(n int64) error {
	c := f.cursor
	switch {
	case n > 0:
		f.skip, f.want = n-1, 1
		return nil
	case n == 0:
		return f.again()
	}
	if err := c.backward(); err != nil {
		return err
	}
	if c.at+n < 1 {
		c.at = 0
		return nil
	}
	c.at += n - 1
	f.want = 1
	return nil
}

// backward fails where the cursor keeps no rows to go back to.
func (c *cursor) backward() error {
	if c.kept == nil || !c.scroll {
		return pgerr.New(pgerr.ObjectNotInPrerequisiteState, "cursor can only scan forward").
			WithHint("Declare it with SCROLL option to enable backward scan.")
	}
	return nil
}

// next returns rows that the statement asked for.
func (f *fetching) next(most int64) (chunk, error) {
	if err := f.pass(); err != nil || f.done {
		return chunk{}, err
	}
	most = min(most, f.want)
	if most == 0 {
		return chunk{}, nil
	}
	rows, err := f.take(most)
	f.want -= int64(rows.len())
	return rows, err
}

// pass skips the rows in front of the wanted ones.
func (f *fetching) pass() error {
	for f.skip > 0 && !f.done {
		rows, err := f.take(f.skip)
		if err != nil {
			return err
		}
		f.skip -= int64(rows.len())
	}
	return nil
}

// take moves the cursor over up to most rows. Where there are none it stands before the first or after the last row, and the
// statement is done.
func (f *fetching) take(most int64) (rows chunk, err error) {
	c := f.cursor
	switch {
	case f.back:
		rows = c.takeBack(most)
	case c.kept != nil:
		rows, err = c.takeKept(most)
	default:
		rows, err = c.takeNew(most)
	}
	f.done = f.done || rows.len() == 0
	return rows, err
}

func (c *cursor) takeBack(most int64) chunk {
	last := min(c.at-1, int64(c.kept.batch.Rows))
	if last < 1 {
		c.at = 0
		return chunk{}
	}
	first := max(1, last-most+1)
	c.at = first
	return chunk{batch: c.kept.batch, from: int(first - 1), to: int(last), reverse: true}
}

func (c *cursor) takeKept(most int64) (chunk, error) {
	if most > math.MaxInt64-c.at {
		most = math.MaxInt64 - c.at
	}
	if err := c.keep(min(c.at+most, c.at+keepStep)); err != nil {
		return chunk{}, err
	}
	first, last := c.at+1, min(c.at+most, int64(c.kept.batch.Rows))
	if last < first {
		c.at = int64(c.kept.batch.Rows) + 1
		return chunk{}, nil
	}
	c.at = last
	return chunk{batch: c.kept.batch, from: int(first - 1), to: int(last)}, nil
}

// keepStep is how many rows a scrollable cursor takes at a time.
const keepStep = 1000

func (c *cursor) takeNew(most int64) (chunk, error) {
	if c.ended {
		return chunk{}, nil
	}
	rows, err := c.rows.next(most)
	c.at += int64(rows.len())
	if err == nil && rows.len() == 0 {
		c.ended = true
		c.at++
		c.close()
	}
	return rows, err
}

// skipAll moves without returning rows and counts them.
func (f *fetching) skipAll() (int64, error) {
	n := int64(0)
	for {
		rows, err := f.next(math.MaxInt64)
		if err != nil || rows.len() == 0 {
			return n, err
		}
		n += int64(rows.len())
	}
}

// close moves the cursor to where the whole statement would have left it.
func (f *fetching) close() {
	_, _ = f.skipAll() // an error comes again at the next FETCH
}
