package funcs

import (
	"time"

	"github.com/callgate/callgate/procedures/datatype"
)

// zone returns the session's zone.
func (c *call) zone() *time.Location {
	if c.env.Zone == nil {
		return time.UTC
	}
	return c.env.Zone
}

// now is the start of the statement to the millisecond.
func (c *call) now() datatype.Instant { return datatype.InstantFromTime(c.env.Now).Truncate(3) }

// localNow is what the session's clock shows at the start of the statement.
func (c *call) localNow() datatype.Instant { return c.now().InZone(c.zone()) }

func currentTimestamp(c *call) (datatype.Value, error) { return c.now(), nil }

func localTimestamp(c *call) (datatype.Value, error) { return c.localNow(), nil }

func currentDate(c *call) (datatype.Value, error) {
	d, _ := c.localNow().Split()
	return d, nil
}

// localTime has whole seconds only: TIME(0).
func localTime(c *call) (datatype.Value, error) {
	_, t := c.localNow().Truncate(0).Split()
	return t, nil
}

func currentDatabase(c *call) (datatype.Value, error) { return c.env.Database, nil }
