package catalogs

import (
	"strings"

	"github.com/callgate/callgate/procedures/datatype"
)

// paimonPairs are the stubs of Apache Paimon's procedures that answer with their arguments: name and signatures.
var paimonPairs = []struct {
	name       string
	signatures []string
}{
	{"alter_column_default_value", []string{"table STRING, column STRING, default_value STRING"}},
	{"alter_view_dialect", []string{"view STRING, action STRING, engine STRING?, query STRING?"}},
	{"clone", []string{"database STRING?, table STRING?, catalog_conf STRING?, target_database STRING?, target_table STRING?, " +
		"target_catalog_conf STRING?, parallelism INT?, where STRING?, included_tables STRING?, excluded_tables STRING?, " +
		"prefer_file_format STRING?, clone_from STRING?, meta_only BOOLEAN?, clone_if_exists BOOLEAN?, target_table_conf STRING?"}},
	{"compact", []string{"table STRING, partitions STRING?, order_strategy STRING?, order_by STRING?, options STRING?, " +
		"where STRING?, partition_idle_time STRING?, compact_strategy STRING?, buckets STRING?"}},
	{"compact_database", []string{"including_databases STRING?, mode STRING?, including_tables STRING?, " +
		"excluding_tables STRING?, table_options STRING?, partition_idle_time STRING?, compact_strategy STRING?"}},
	{"copy_files", []string{"warehouse STRING?, database STRING?, table STRING?, catalog_conf STRING?, target_warehouse STRING, " +
		"target_database STRING?, target_table STRING?, target_catalog_conf STRING?, parallelism INT?"}},
	{"create_branch", []string{
		"table STRING, branch STRING",
		"table STRING, branch STRING, ignoreIfExists BOOLEAN?",
		"table STRING, branch STRING, tag STRING?",
		"table STRING, branch STRING, tag STRING?, ignoreIfExists BOOLEAN?",
	}},
	{"create_function", []string{"function STRING, inputParams STRING, returnParams STRING, deterministic BOOLEAN?, " +
		"comment STRING?, options STRING?"}},
	{"create_tag", []string{"table STRING, tag STRING, snapshot_id BIGINT?, time_retained STRING?"}},
	{"delete_branch", []string{"table STRING, branch STRING"}},
	{"delete_tag", []string{"table STRING, tag STRING"}},
	{"expire_snapshots", []string{"table STRING, retain_max INT?, retain_min INT?, older_than STRING?, max_deletes INT?, " +
		"options STRING?"}},
	{"fast_forward", []string{"table STRING, branch STRING"}},
	{"mark_partition_done", []string{"table STRING, partitions STRING"}},
	{"merge_into", []string{"target_table STRING, target_alias STRING?, source_sqls STRING?, source_table STRING?, " +
		"merge_condition STRING?, matched_upsert_condition STRING?, matched_upsert_setting STRING?, " +
		"not_matched_insert_condition STRING?, not_matched_insert_values STRING?, matched_delete_condition STRING?, " +
		"not_matched_by_source_upsert_condition STRING?, not_matched_by_source_upsert_setting STRING?, " +
		"not_matched_by_source_delete_condition STRING?"}},
	{"migrate_table", []string{"connector STRING, source_table STRING, target_table STRING?, options STRING?, " +
		"parallelism INT?, delete_origin BOOLEAN?"}},
	{"query_service", []string{"table STRING, parallelism INT"}},
	{"reassign_row_id", []string{"table STRING", "table STRING, partitions STRING"}},
	{"remove_orphan_files", []string{"table STRING, older_than STRING?, dry_run BOOLEAN?, parallelism INT?, mode STRING?"}},
	{"rename_tag", []string{"table STRING, tagName STRING, targetTagName STRING"}},
	{"repair", []string{"table STRING?"}},
	{"rescale", []string{"table STRING, bucket_num INT?, partition STRING?, scan_parallelism INT?, sink_parallelism INT?"}},
	{"reset_consumer", []string{"table STRING, consumer_id STRING, next_snapshot_id BIGINT?"}},
	{"rollback_to_watermark", []string{"table STRING, watermark BIGINT"}},
	{"vector_search", []string{"table STRING, vector_column STRING, query_vector STRING, top_k INT, projection STRING?, " +
		"options STRING?, where STRING?, partitions STRING?"}},
}

func (r *registry) addPaimon() {
	const db = "sys"
	for _, p := range paimonPairs {
		var signatures []signature
		for _, params := range p.signatures {
			signatures = append(signatures, signature{params, "STRING", pairs})
		}
		r.write(db, p.name, signatures...)
	}
	r.write(db, "drop_partition", signature{"table STRING, partitions STRING...", "STRING", label("drop_partition")})
	r.write(db, "create_tag_from_timestamp", signature{
		"table STRING, tag STRING, timestamp BIGINT, time_retained STRING?",
		"ROW<tagName STRING, snapshot BIGINT, `commit_time` BIGINT, `watermark` STRING>", tagFromTimestamp,
	})
	r.write(db, "expire_partitions", signature{
		"table STRING, expiration_time STRING?, timestamp_formatter STRING?, " +
			"timestamp_pattern STRING?, expire_strategy STRING?, max_expires INT?, options STRING?",
		"ROW<expired_partitions STRING>", joinedRow,
	})
	r.write(db, "expire_tags", signature{"table STRING, older_than STRING?", "ROW<expired_tags STRING>", joinedRow})
	r.write(db, "purge_files", signature{"table STRING", "ROW<`result` STRING>", argumentRow})
	r.write(db, "rollback_to", signature{
		"table STRING, tag STRING?, snapshot_id BIGINT?",
		"ROW<previous_snapshot_id BIGINT, current_snapshot_id BIGINT>", rollback,
	})
	r.write(db, "rollback_to_as_latest", signature{
		"table STRING, tag STRING?, snapshot_id BIGINT?",
		"ROW<previous_snapshot_id BIGINT, rolled_back_snapshot_id BIGINT, current_snapshot_id BIGINT>", rollbackAsLatest,
	})
	r.write(db, "rollback_to_timestamp", signature{
		"table STRING, timestamp BIGINT",
		"ROW<previous_snapshot_id BIGINT, current_snapshot_id BIGINT>", rollback,
	})
}

// row is one element of a ROW result.
func row(fields ...datatype.Value) []datatype.Value { return []datatype.Value{fields} }

func tagFromTimestamp(args arguments) ([]datatype.Value, error) {
	return row(args.values[1], int64(1), args.values[2], args.values[3]), nil
}

// joinedRow answers with all arguments in one text.
func joinedRow(args arguments) ([]datatype.Value, error) {
	texts := make([]string, len(args.values))
	for i, v := range args.values {
		texts[i] = text(v, args.types[i])
	}
	return row(strings.Join(texts, "|")), nil
}

// argumentRow answers with the arguments as one row.
func argumentRow(args arguments) ([]datatype.Value, error) { return row(args.values...), nil }

// previousSnapshot is where every table of the stubs stands.
const previousSnapshot = int64(100)

func rollback(args arguments) ([]datatype.Value, error) {
	return row(previousSnapshot, args.values[len(args.values)-1]), nil
}

func rollbackAsLatest(args arguments) ([]datatype.Value, error) {
	return row(previousSnapshot, args.values[2], previousSnapshot+1), nil
}
