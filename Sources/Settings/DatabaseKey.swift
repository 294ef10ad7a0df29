/// A key that only an entry of `databases` has: what one database is called, and where its URL stands.
package struct DatabaseKey: Sendable {
    package let name: String
    package let meaning: String

    package static let databaseName = DatabaseKey(
        name: "name", meaning: "What the database is called in every answer, and in the label of every metric.")
    /// Exactly one of them is given.
    package static let urls = [
        DatabaseKey(name: "url", meaning: "Its URL. Prefer the others: a file with a password in it is easily copied."),
        DatabaseKey(name: "url-file", meaning: "A file that holds its URL; read again when a connection fails."),
        DatabaseKey(name: "url-env", meaning: "A variable of the environment that holds its URL."),
    ]

    static let all = [databaseName] + urls
}
