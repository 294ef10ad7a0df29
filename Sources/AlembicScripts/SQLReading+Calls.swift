import MigrationModel

// What functions do that a query calls.
extension SQLReading {
    /// The schema that each user has for himself, with which PostgreSQL's own search path begins.
    static let ownSchema = "$user"

    mutating func setSearchPath(first: String?) {
        add(first == Self.ownSchema ? .resetSearchPath : .setSearchPath(first: first))
    }

    /// SQLite has no functions that change the schema.
    mutating func readCalls(in tokens: ArraySlice<SQLToken>) {
        guard dialect == .postgresql else { return }
        for position in tokens.indices where tokens[position].isSymbol("(") {
            guard position > tokens.startIndex else { continue }
            let name = tokens[position - 1]
            guard name.kind == .word || name.kind == .quoted else { continue }
            let before = position - 2 >= tokens.startIndex ? tokens[position - 2] : nil
            if before?.isSymbol(".") == true {
                let owner = position - 3 >= tokens.startIndex ? tokens[position - 3].keyword : nil
                guard owner == "PG_CATALOG" else {
                    doubtCall()
                    continue
                }
            } else if isListOfColumns(tokens[position...], behind: before) {
                continue
            }
            if name.keyword == "SET_CONFIG" {
                setConfiguration(tokens[tokens.index(after: position)...])
            } else if !Self.isHarmless(function: name.text) || !name.isKnown {
                doubtCall()
            }
        }
    }

    private mutating func doubtCall() { doubt(.anyTable, "a call of a function that is not known here") }

    /// `AS t (a, b)`, `f() t (a, b)`, `WITH t (a, b) AS (…)`
    private func isListOfColumns(_ bracket: ArraySlice<SQLToken>, behind before: SQLToken?) -> Bool {
        if before?.keyword == "AS" || before?.isSymbol(")") == true { return true }
        var cursor = SQLCursor(bracket, dialect)
        _ = cursor.bracket()
        guard cursor.take("AS") else { return false }
        cursor.takeAny(["NOT", "MATERIALIZED"])
        return cursor.rest.first?.isSymbol("(") == true
    }

    /// `set_config('search_path', 'a, b', false)`
    private mutating func setConfiguration(_ arguments: ArraySlice<SQLToken>) {
        guard let setting = arguments.first, setting.kind == .literal, setting.isKnown else {
            return setSearchPath(first: nil)
        }
        guard setting.text.lowercased() == "search_path" else { return }
        let value = arguments.dropFirst(2).first
        let isAlone = arguments.dropFirst(3).first?.isSymbol(",") == true
        guard let value, value.kind == .literal, value.isKnown, isAlone else { return setSearchPath(first: nil) }
        var names = SQLCursor(SQLTokenizer.statements(value.text, dialect).first ?? [], dialect)
        setSearchPath(first: names.name())
    }

    static func isHarmless(function name: String) -> Bool {
        let name = name.lowercased()
        // The names of PostGIS begin with `st_`, but for those that change tables.
        return name.hasPrefix("pg_") || name.hasPrefix("st_") || harmlessFunctions.contains(name)
    }

    /// Functions of PostgreSQL's own that migrations use, and words that a bracket may follow.
    private static let harmlessFunctions = Set(
        """
        abs age any_value array array_agg array_append array_cat array_length array_position array_remove array_replace
        array_to_json array_to_string array_upper array_lower avg bit bit_and bit_or bool_and bool_or bpchar btrim
        cardinality cast ceil ceiling char char_length character character_length chr clock_timestamp coalesce concat
        concat_ws convert_from convert_to count cume_dist current_database current_date current_schema current_schemas
        current_setting current_time current_timestamp current_user currval date date_bin date_part date_trunc dec
        decimal decode dense_rank digest div encode every exists exp extract first_value float floor format
        format_type gen_random_uuid generate_series generate_subscripts greatest has_column_privilege
        has_schema_privilege has_table_privilege initcap interval isfinite json_agg json_array_elements
        json_array_elements_text json_array_length json_build_array json_build_object json_each json_each_text
        json_extract_path json_extract_path_text json_object json_object_agg json_object_keys json_populate_record
        json_strip_nulls json_to_record json_to_recordset json_typeof jsonb_agg jsonb_array_elements
        jsonb_array_elements_text jsonb_array_length jsonb_build_array jsonb_build_object jsonb_each jsonb_each_text
        jsonb_extract_path jsonb_extract_path_text jsonb_insert jsonb_object jsonb_object_agg jsonb_object_keys
        jsonb_path_exists jsonb_path_query jsonb_path_query_array jsonb_path_query_first jsonb_populate_record
        jsonb_pretty jsonb_set jsonb_strip_nulls jsonb_to_record jsonb_to_recordset jsonb_typeof lag last_value lastval
        lead least left length ln localtime localtimestamp log lower lpad ltrim make_date make_interval make_timestamp
        make_timestamptz max md5 min mod mode nextval now nth_value ntile nullif num_nonnulls num_nulls numeric
        obj_description col_description octet_length overlay percent_rank percentile_cont percentile_disc position power
        quote_ident quote_literal quote_nullable random rank regexp_count regexp_match regexp_matches regexp_replace
        regexp_split_to_array regexp_split_to_table regexp_substr repeat replace reverse right round row row_number
        row_to_json rpad rtrim session_user setseed setval sha256 sign split_part sqrt starts_with statement_timestamp
        stddev string_agg string_to_array string_to_table strpos substr substring sum time timeofday timestamp
        timestamptz timetz to_char to_date to_hex to_json to_jsonb to_number to_regclass to_regnamespace to_regtype
        to_timestamp to_tsquery to_tsvector plainto_tsquery transaction_timestamp translate trim trim_array trunc
        ts_rank unnest upper uuid_generate_v1 uuid_generate_v4 varbit varchar variance varying version width_bucket
        xpath crypt daterange gen_salt hstore int4range int8range numrange similarity tsrange tstzrange unaccent
        uuid_generate_v1mc uuid_generate_v5
        all and any as between by case conflict cube distinct else except filter from group having if ilike in
        intersect into is join key lateral like limit loop materialized not of offset on or order over partition raise recursive
        return returning rollup select sets similar some then to union using values when where while window with within
        """.split(whereSeparator: \.isWhitespace).map(String.init))
}
