/// The kind of database that scripts are read for, by the name that SQLAlchemy gives its dialect.
package enum Dialect: String, Sendable, CaseIterable {
    case postgresql
    case sqlite
}
