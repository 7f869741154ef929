package command

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/callgate/callgate/catalog"
	"github.com/callgate/callgate/catalog/store"
	"github.com/callgate/callgate/procedures/datatype"
	"github.com/callgate/callgate/procedures/datatype/pgerr"
	"github.com/callgate/callgate/sqlcall"
)

func (e Env) createCatalog(ctx context.Context, s *sqlcall.CreateCatalog) error {
	d := store.Descriptor{Name: s.Name.Text, Comment: s.Comment, Options: map[string]string{}}
	if strings.TrimSpace(d.Name) == "" {
		return pgerr.New(pgerr.InvalidName, "Catalog name cannot be null or empty.")
	}
	for _, o := range s.Options {
		d.Options[o.Key] = o.Value
	}
	return e.Catalogs.Create(ctx, d, s.IfNotExists)
}

func (e Env) alterCatalog(ctx context.Context, s *sqlcall.AlterCatalog) error {
	if s.IsReset {
		if len(s.Reset) == 0 {
			return pgerr.New(pgerr.InvalidParameterValue, "ALTER CATALOG RESET does not support empty key")
		}
		if slices.Contains(s.Reset, catalog.TypeOption) {
			return pgerr.New(pgerr.InvalidParameterValue, "ALTER CATALOG RESET does not support changing 'type'")
		}
	}
	for _, o := range s.Set {
		if o.Key == catalog.TypeOption {
			return pgerr.New(pgerr.InvalidParameterValue, "ALTER CATALOG SET does not support changing 'type'")
		}
	}
	return e.Catalogs.Alter(ctx, e.existing(s.Name), func(d *store.Descriptor) {
		for _, o := range s.Set {
			d.Options[o.Key] = o.Value
		}
		for _, k := range s.Reset {
			delete(d.Options, k)
		}
		if s.Comment != nil {
			d.Comment = *s.Comment
		}
	})
}

// existing returns the name of the catalog that a part means, or the part as it is where there is none.
func (e Env) existing(part catalog.Part) string {
	name, err := e.Catalogs.Snapshot().ResolveCatalog(e.scope(), part)
	if err != nil {
		return part.Text
	}
	return name
}

func (e Env) dropCatalog(ctx context.Context, s *sqlcall.DropCatalog) error {
	name := e.existing(s.Name)
	if name == e.Settings.Catalog() {
		return pgerr.New(pgerr.ObjectInUse, "Cannot drop a catalog which is currently in use.")
	}
	return e.Catalogs.Drop(ctx, name, s.IfExists)
}

// descriptor finds what the store knows of a catalog.
func (e Env) descriptor(part catalog.Part) (store.Descriptor, error) {
	d, ok := e.Catalogs.Snapshot().Descriptor(e.existing(part))
	if !ok {
		return d, pgerr.New(pgerr.InvalidCatalogName, "Cannot obtain metadata information from Catalog %s.", part.Text)
	}
	return d, nil
}

func (e Env) describeCatalog(s *sqlcall.DescribeCatalog) ([][]datatype.Value, error) {
	d, err := e.descriptor(s.Name)
	if err != nil {
		return nil, err
	}
	rows := [][]datatype.Value{{"name", d.Name}, {"type", d.Options[catalog.TypeOption]}, {"comment", d.Comment}}
	if s.Extended {
		for _, o := range e.shownOptions(d) {
			if o.Key != catalog.TypeOption {
				rows = append(rows, []datatype.Value{"option:" + o.Key, o.Value})
			}
		}
	}
	return rows, nil
}

// shownOptions are a catalog's options in the order of their keys, secrets masked.
func (e Env) shownOptions(d store.Descriptor) []sqlcall.OptionPair {
	var out []sqlcall.OptionPair
	factory := e.Catalogs.Factory(d)
	for _, k := range slices.Sorted(maps.Keys(d.Options)) {
		out = append(out, sqlcall.OptionPair{Key: k, Value: catalog.Mask(factory, k, d.Options[k])})
	}
	return out
}

func (e Env) showCreateCatalog(s *sqlcall.Show) ([][]datatype.Value, error) {
	d, err := e.descriptor(s.From[0])
	if err != nil {
		return nil, err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "CREATE CATALOG `%s`\n", strings.ReplaceAll(d.Name, "`", "``"))
	if d.Comment != "" {
		fmt.Fprintf(&b, "COMMENT %s\n", quote(d.Comment))
	}
	var options []string
	for _, o := range e.shownOptions(d) {
		options = append(options, "  "+quote(o.Key)+" = "+quote(o.Value))
	}
	fmt.Fprintf(&b, "WITH (\n%s\n)\n", strings.Join(options, ",\n"))
	return [][]datatype.Value{{b.String()}}, nil
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
