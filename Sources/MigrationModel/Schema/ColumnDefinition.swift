/// A column, as far as it is known: of a database everything is.
package struct ColumnDefinition: Sendable, Equatable {
    package var name: String
    /// `nil` where it is not known.
    package var type: ColumnType?
    /// `nil` where it is not known.
    package var isNullable: Bool?
    package var defaultValue: ColumnDefault
    /// Which script said so; `nil` in a database.
    package var place: ScriptPlace?

    package init(
        _ name: String, _ type: ColumnType?, isNullable: Bool?, defaultValue: ColumnDefault,
        place: ScriptPlace? = nil
    ) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.defaultValue = defaultValue
        self.place = place
    }
}

/// What a row gets where nobody gives it a value.
package enum ColumnDefault: Sendable, Hashable {
    case unknown
    case none
    /// SQL, as the database writes it or as a script wrote it.
    case expression(String)
    /// A sequence of its own: `serial`, `GENERATED … AS IDENTITY`, SQLite's row id.
    case sequence
    /// Computed from other columns.
    case generated(String)
}

/// The type of a column, as its database writes it: `character varying(50)`, `integer[]`, `VARCHAR(50)`.
package struct ColumnType: Sendable, Hashable {
    package let text: String

    package init(_ text: String) { self.text = text }
}
