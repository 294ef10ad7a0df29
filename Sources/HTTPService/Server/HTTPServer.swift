import Exposition
import Hummingbird
import HummingbirdCore
package import Logging
import MigrationModel
import NIOHTTP1
import ServiceLifecycle

/// Serves the routes, at one address or at several.
package struct HTTPServer: Service {
    private let answers: Answers
    private let routes: RouterResponder<ServiceContext>
    private let control: AccessControl
    private let addresses: [ListenAddress]
    private let limits: ConnectionLimits
    private let logger: Logger
    private let onListening: @Sendable ([ListenAddress]) -> Void

    /// `onListening`: told the addresses that are really listened on, once all of them are.
    package init(
        _ answers: Answers, metricsPath: String, runs: RunRoutes? = nil, reload: ReloadRoute.Reload? = nil,
        control: AccessControl = AccessControl(), addresses: [ListenAddress],
        limits: ConnectionLimits, logger: Logger,
        onListening: @escaping @Sendable ([ListenAddress]) -> Void = { _ in }
    ) {
        self.answers = answers
        routes = makeRouter(answers, metricsPath: metricsPath, runs: runs, reload: reload, control: control)
            .buildResponder()
        self.control = control
        self.addresses = addresses
        self.limits = limits
        self.logger = logger
        self.onListening = onListening
    }

    package func run() async throws {
        let connections = Connections(limits)
        let setup = ConnectionSetup(
            connections, control, logger: logger,
            errorBody: { [answers] in answers.errorText($0) }, responder: makeResponder())
        let listeners = try await Listener.open(addresses, setup)
        onListening(listeners.map(\.address))
        await withTaskCancellationHandler {
            // As long as somebody is served: what is left of it is cancelled at the end of this block.
            async let _: Void = connections.closeOverdueOnes()
            await withGracefulShutdownHandler {
                await withDiscardingTaskGroup { serving in
                    for listener in listeners {
                        // All at once; the group ends when the last connection of the last one has.
                        serving.addTask { await listener.serve(setup, logger) }
                    }
                }
            } onGracefulShutdown: {
                for listener in listeners { listener.close() }
                connections.shutDown()
            }
        } onCancel: {
            connections.hangUpAll()
        }
    }

    /// What answers each request of each connection.
    private func makeResponder() -> HTTPChannelHandler.Responder {
        let date = DateHeader()
        return { [answers, routes, control, logger] request, writer, channel in
            let context = ServiceContext(source: .init(channel: channel, logger: logger.quiet))
            var response: Response
            do {
                response = try await routes.respond(to: request, context: context)
            } catch let error as HTTPParserError {
                // The connection answers that itself.
                throw error
            } catch {
                logger.debug("no answer", metadata: ["path": "\(request.uri.path.shortened)", "reason": "\(error)"])
                response = Response(
                    text: answers.errorText("This answer failed. The log says why at --log.level debug."),
                    type: "application/json",
                    status: .internalServerError)
            }
            // A client of HTTP/1 would take a body for the next answer.
            if request.method == .head { response = response.createHeadResponse() }
            response.headers[.date] = date.text
            response.headers[.server] = Build.name
            for field in control.rules.headers { response.headers[field.name] = field.value }
            try await writer.write(response: response.head, body: response.body)
        }
    }
}
