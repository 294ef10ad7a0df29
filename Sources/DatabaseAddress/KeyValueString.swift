extension PostgresAddress {
    /// libpq's own form: `host=db user=app password='with a \' quote'`.
    init(keyValueString text: String) throws(DatabaseAddressError) {
        self.init()
        var rest = text[...]
        while true {
            rest = rest.drop(while: \.isWhitespace)
            guard !rest.isEmpty else { return }
            let keyword = rest.prefix { $0 != "=" && !$0.isWhitespace }
            rest = rest[keyword.endIndex...].drop(while: \.isWhitespace)
            guard rest.first == "=" else { throw .malformedKeyValue }
            rest = rest.dropFirst().drop(while: \.isWhitespace)
            let value = try Self.value(&rest)
            try Self.check(parameter: String(keyword), beside: nil)
            set(String(keyword), to: value)
        }
    }

    private static func value(_ rest: inout Substring) throws(DatabaseAddressError) -> String {
        let isQuoted = rest.first == "'"
        if isQuoted { rest.removeFirst() }
        var value = ""
        while let character = rest.first, isQuoted ? character != "'" : !character.isWhitespace {
            rest.removeFirst()
            if character == "\\" {
                if let escaped = rest.popFirst() { value.append(escaped) }
            } else {
                value.append(character)
            }
        }
        if isQuoted {
            guard rest.popFirst() == "'" else { throw .malformedKeyValue }
        }
        return value
    }

    /// Names an unknown parameter only where it cannot be a piece of a password that was not escaped.
    static func check(parameter name: String, beside query: Substring?) throws(DatabaseAddressError) {
        guard !LibPQParameter.all.contains(name) else { return }
        let isName =
            !name.isEmpty && name.utf8.count <= 40
            && name.utf8.allSatisfy { $0 == UInt8(ascii: "_") || Unicode.Scalar($0).properties.isAlphabetic }
        guard isName, query?.contains("@") != true else {
            throw query == nil ? .malformedKeyValue : .malformedQuery
        }
        throw .unknownParameter(name, nearest: Spelling.nearest(to: name, among: LibPQParameter.all))
    }
}
