import Hummingbird
import Logging
import ServiceLifecycle
import TestSupport

/// Serves a test's own routes on a port of 127.0.0.1 while `body` runs.
func serving<Result: Sendable>(
    _ router: Router<BasicRequestContext>, _ body: @escaping @Sendable (Int) async throws -> Result
) async throws -> Result {
    let port = try freePort()
    let logger = Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
    let (listening, isListening) = AsyncStream<Void>.makeStream()
    let application = Application(
        router: router, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: port)),
        onServerRunning: { _ in isListening.finish() }, logger: logger)
    let services = ServiceGroup(configuration: ServiceGroupConfiguration(services: [application], logger: logger))
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await services.run() }
        for await _ in listening {}
        do {
            let result = try await body(port)
            await services.triggerGracefulShutdown()
            return result
        } catch {
            await services.triggerGracefulShutdown()
            throw error
        }
    }
}
