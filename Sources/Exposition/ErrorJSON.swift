extension Body {
    /// The answer to a request that cannot be served.
    package static func error(_ message: String) -> Body {
        Body(.object([("error", .string(message)), ("timestamp", .hole(.now))]))
    }
}
