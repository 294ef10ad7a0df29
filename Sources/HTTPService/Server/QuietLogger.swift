package import Logging

extension Logger {
    /// For libraries, whose everyday news nobody asked for.
    package var quiet: Logger {
        var logger = self
        logger.logLevel = max(logLevel, .warning)
        return logger
    }
}
