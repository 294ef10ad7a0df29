/// Passwords that libpq finds elsewhere than in an address, so that they can be kept out of what a tool writes.
package enum PasswordFile {
    /// Where it is, by the address, the variables and libpq's default; `nil` where there can be none.
    package static func path(of address: DatabaseAddress, variables: [String: String]) -> String? {
        guard case .postgresql(let address) = address else { return nil }
        return address["passfile"]?.reveal() ?? variables["PGPASSFILE"] ?? variables["HOME"].map { $0 + "/.pgpass" }
    }

    /// Those of all its lines, `host:port:database:user:password` with a backslash before a colon that is none.
    package static func secrets(in text: String) -> [Secret] {
        text.split(whereSeparator: \.isNewline).filter { !$0.hasPrefix("#") }.compactMap { line in
            var fields = [""]
            var isEscaped = false
            for character in line {
                if !isEscaped, character == "\\" {
                    isEscaped = true
                } else if !isEscaped, character == ":" {
                    fields.append("")
                } else {
                    fields[fields.count - 1].append(character)
                    isEscaped = false
                }
            }
            return fields.count > 4 && !fields[4].isEmpty ? Secret(fields[4]) : nil
        }
    }
}
