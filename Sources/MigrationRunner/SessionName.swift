/// What the sessions of a run's processes are called, so that they can be ended when the processes are gone.
enum SessionName {
    /// The end of each of these names.
    static let mark = "of migration-exporter"

    /// - `own`: what the operator calls them. A name has 63 characters at most.
    static func marked(_ own: String?, by program: String) -> String {
        let name = "\(program) \(mark)"
        guard let own, !own.isEmpty else { return name }
        return own.filter(\.isASCII).prefix(63 - 2 - name.count) + ", " + name
    }

    /// A name in the URL wins over that of the environment.
    static func marked(url: String) -> String {
        let key = "application_name="
        guard let query = url.firstIndex(of: "?") else { return url }
        let parameters = url[query...].dropFirst().split(separator: "&", omittingEmptySubsequences: false)
        let marked = parameters.map { parameter -> String in
            guard parameter.hasPrefix(key) else { return String(parameter) }
            // Cut before an escape, which could be cut in two.
            let own = String(parameter.dropFirst(key.count).prefix { $0 != "%" })
            return key + Self.marked(own, by: "alembic").replacing(" ", with: "%20")
        }
        return url[...query] + marked.joined(separator: "&")
    }
}
