/// Quoting for names and values that come from settings and catalogs.
package enum SQLText {
    package static func identifier(_ name: String) -> String {
        "\"" + doubled(name, ["\""]) + "\""
    }

    /// As `E'…'`, which means the same whether or not the server has `standard_conforming_strings`.
    package static func literal(_ text: String) -> String {
        "E'" + doubled(text, ["'", "\\"]) + "'"
    }

    package static func nameArray(_ names: [String]) -> String {
        "ARRAY[" + names.map(literal).joined(separator: ", ") + "]::pg_catalog.name[]"
    }

    /// A C string would end at a NUL, in the middle of a quotation. No name has one: without it, it is not found.
    private static func doubled(_ text: String, _ special: Set<Unicode.Scalar>) -> String {
        var quoted = String.UnicodeScalarView()
        for scalar in text.unicodeScalars where scalar != "\0" {
            if special.contains(scalar) { quoted.append(scalar) }
            quoted.append(scalar)
        }
        return String(quoted)
    }
}
