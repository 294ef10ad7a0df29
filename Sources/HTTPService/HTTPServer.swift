import Glibc
import Hummingbird
package import Logging
import NIOCore
import ServiceLifecycle

/// Serves the routes at one address.
package struct HTTPServer: Service {
    private let answers: Answers
    private let metricsPath: String
    private let runs: RunRoutes?
    private let reload: ReloadRoute.Reload?
    private let address: ListenAddress
    private let logger: Logger
    private let onListening: @Sendable (ListenAddress) -> Void

    /// `onListening`: told the address that is really listened on, once it is.
    package init(
        _ answers: Answers, metricsPath: String, runs: RunRoutes? = nil, reload: ReloadRoute.Reload? = nil,
        address: ListenAddress, logger: Logger,
        onListening: @escaping @Sendable (ListenAddress) -> Void = { _ in }
    ) {
        self.answers = answers
        self.metricsPath = metricsPath
        self.runs = runs
        self.reload = reload
        self.address = address
        self.logger = logger
        self.onListening = onListening
    }

    package func run() async throws {
        let application = Application(
            router: makeRouter(answers, metricsPath: metricsPath, runs: runs, reload: reload),
            configuration: ApplicationConfiguration(
                address: .hostname(address.hostToBind, port: address.port), serverName: "migration-exporter"),
            onServerRunning: { channel in
                onListening(ListenAddress(host: address.host, port: channel.localAddress?.port ?? address.port))
            },
            logger: logger)
        do {
            try await application.run()
        } catch let error as IOError {
            throw CannotListen(address: address, errorNumber: error.errnoCode)
        }
    }
}

/// The address could not be taken.
package struct CannotListen: Error, CustomStringConvertible {
    package let address: ListenAddress
    private let errorNumber: CInt

    init(address: ListenAddress, errorNumber: CInt) {
        self.address = address
        self.errorNumber = errorNumber
    }

    package var description: String {
        switch errorNumber {
        case EADDRINUSE:
            "Cannot listen on \(address): the port is in use. Stop what uses it, or choose another with --web.listen-address."
        case EACCES:
            "Cannot listen on \(address): not permitted. Choose a port above 1023 with --web.listen-address."
        default:
            "Cannot listen on \(address): \(String(cString: strerror(errorNumber))). Correct --web.listen-address."
        }
    }
}
